package io.lotse.launcher.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;

import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

import io.lotse.contracts.supervision.LogLines;

/** {@code lotse logs}. */
@Command(
        name = "logs",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Show what a supervised service writes, or what a node does.",
        footer = {"", "Without SERVICE and --node: the log of the node that is asked."})
final class LogsCommand extends ShowCommand {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    @Parameters(arity = "0..1", paramLabel = "SERVICE", description = "Of which service, wherever it runs.")
    private String service;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what is written from now on.")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            description = "How many of the last lines. Default: 100, with --since all.")
    private Integer lines;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = SinceConverter.class,
            description = "Only what was written since then: 10m, 2h, or 2026-03-01T12:00:00Z.")
    private Instant since;

    @Option(
            names = "--node",
            arity = "0..1",
            fallbackValue = "",
            paramLabel = "NODE",
            description = "The log of this node itself; with SERVICE, the node that runs it.")
    private String node;

    @Option(
            names = "--set",
            paramLabel = "SET",
            description = "The service's set, where several have one of that name.")
    private String set;

    LogsCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    public Integer call() throws InterruptedException {
        ControlClient client = client();
        if (follow) {
            follow(client);
            return ExitCode.OK;
        }
        ControlClient.Answer answer = client.get(Paths.LOG + query(null));
        if (json()) {
            printJson(answer.json());
            return ExitCode.OK;
        }
        LogLines read = answer.as(LogLines.class);
        read.items().forEach(this::print);
        while (since != null && lines == null && !read.items().isEmpty()) {
            read = client.get(Paths.LOG + query(read.next())).as(LogLines.class);
            read.items().forEach(this::print);
        }
        return ExitCode.OK;
    }

    private String query(Long from) {
        Map<String, String> filters = new HashMap<>();
        filters.put("service", service);
        filters.put("set", set);
        filters.put("node", node == null || node.isEmpty() ? null : node);
        filters.put("from", from == null ? null : from.toString());
        filters.put("limit", from != null || lines == null ? null : lines.toString());
        filters.put("since", from != null || since == null ? null : since.toString());
        return ControlClient.query(filters);
    }

    private void follow(ControlClient client) throws InterruptedException {
        String last = null;
        boolean apart = false;
        while (true) {
            Map<String, String> headers = last == null ? Map.of() : Map.of("Last-Event-ID", last);
            try (BufferedReader stream = new BufferedReader(new InputStreamReader(
                    client.stream(Paths.LOG + "/stream" + query(null), headers), StandardCharsets.UTF_8))) {
                apart = false;
                for (String line = stream.readLine(); line != null; line = stream.readLine()) {
                    if (line.startsWith("id: ")) {
                        last = line.substring("id: ".length());
                    } else if (line.startsWith("data: ")) {
                        print(line.substring("data: ".length()));
                    }
                }
            } catch (IOException | Unreachable e) {
                if (last == null && !apart && e instanceof Unreachable) {
                    throw (Unreachable) e;
                }
                if (!apart) {
                    err().println("lotse: the log cannot be followed (" + e.getMessage() + "); trying on");
                    err().flush();
                }
                apart = true;
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }

    /** A time, or how long ago. */
    static final class SinceConverter implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String text) {
            try {
                return text.matches("\\d+[smhd]?")
                        ? Clock.systemUTC().instant().minus(new DurationConverter().convert(text))
                        : OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeParseException | IllegalArgumentException e) {
                throw new TypeConversionException("'" + text + "' is no time: give 10m, 2h, or 2026-03-01T12:00:00Z");
            }
        }
    }
}
