package io.lotse.launcher.cli;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lotse env log}. */
@Command(
        name = "log",
        mixinStandardHelpOptions = true,
        header = "Show what a node wrote down of a test environment.",
        footer = {"", "Ports, instances, health, and the requests through the node's gateway."})
final class EnvLogCommand extends ShowCommand {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private record Lines(List<String> items, long next) {}

    @Parameters(paramLabel = "NAME", description = "Of which environment.")
    private String name;

    @Option(
            names = "--lines",
            paramLabel = "N",
            defaultValue = "100",
            description = "How many of the last lines. Default: ${DEFAULT-VALUE}.")
    private int lines;

    @Option(names = "--follow", description = "Go on with what is written from now on.")
    private boolean follow;

    EnvLogCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    public Integer call() throws InterruptedException {
        ControlClient client = client();
        String log = EnvCommand.path(name) + "/log";
        ControlClient.Answer answer = client.get(log + ControlClient.query(Map.of("limit", lines + "")));
        if (json()) {
            printJson(answer.json());
            return ExitCode.OK;
        }
        Lines read = answer.as(Lines.class);
        read.items().forEach(this::print);
        while (follow) {
            Thread.sleep(LOOK_EVERY.toMillis());
            read = client.get(log + ControlClient.query(Map.of("from", read.next() + "")))
                    .as(Lines.class);
            read.items().forEach(this::print);
        }
        return ExitCode.OK;
    }
}
