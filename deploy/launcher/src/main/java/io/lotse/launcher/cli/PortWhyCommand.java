package io.lotse.launcher.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lotse ports why}. */
@Command(
        name = "why",
        mixinStandardHelpOptions = true,
        header = "Explain a port: who holds it, who listens there, and what mends it.")
final class PortWhyCommand extends ShowCommand {
    @Parameters(paramLabel = "PORT", description = "1 to 65535.")
    private int port;

    @Option(names = "--protocol", paramLabel = "PROTOCOL", description = "tcp or udp. Default: tcp.")
    private String protocol;

    @Option(names = "--host", paramLabel = "HOST", description = "On this host. Default: the node's.")
    private String host;

    PortWhyCommand(Map<String, String> environment) {
        super(environment);
    }

    /**
     * What is said of a port.
     *
     * @param summary for people, in a sentence
     * @param reasons all that is to be said of it
     * @param remedy null where nothing is to mend
     */
    record Use(String summary, List<Reason> reasons, Remedy remedy) {}

    record Reason(String code, String text) {}

    /** @param command null where only time or a person can mend it */
    record Remedy(String text, String command) {}

    @Override
    public Integer call() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("protocol", protocol);
        parameters.put("host", host);
        return show(
                client().get(Paths.PORTS + "/" + port + ControlClient.query(parameters)),
                answer -> show(answer.as(Use.class)));
    }

    private void show(Use use) {
        print(use.summary());
        if (use.reasons() != null) {
            use.reasons().forEach(reason -> print("  - " + reason.text()));
        }
        if (use.remedy() != null) {
            String command = use.remedy().command();
            print("  to mend it: " + use.remedy().text() + (command == null ? "" : ": " + command));
        }
    }
}
