package io.lotse.launcher.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

import io.lotse.contracts.supervision.LogLines;
import io.lotse.launcher.cli.LocalLogs.LocalLog;
import io.lotse.launcher.config.LotseHome;

/** {@code lotse logs}. */
@Command(
        name = "logs",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Show what a supervised service writes, or what a node does.",
        description = "Without anything: which logs there are on this host.%n",
        footer = {
            "",
            "LOG is a service's name, wherever it runs, or of this host: node, start, monitor,",
            "env/NAME of a test environment, script/ID of an instance's restart script. Where",
            "there is none: the log of the node that is asked."
        })
final class LogsCommand extends ShowCommand {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int DEFAULT_LINES = 100;
    private static final long LITTLE_ROOM = 1 << 20;

    @Parameters(arity = "0..1", paramLabel = "LOG", description = "Which one.")
    private String name;

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
            names = "--grep",
            paramLabel = "REGEX",
            converter = PatternConverter.class,
            description = "Only lines in which this is found, of those that -n and --since take.")
    private Pattern pattern;

    @Option(
            names = "--node",
            arity = "0..1",
            fallbackValue = "",
            paramLabel = "NODE",
            description = "The log of this node itself; with LOG, the node whose it is.")
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
        boolean asksForLines = follow || lines != null || since != null || pattern != null;
        if (name == null && node == null && !asksForLines) {
            return list();
        }
        if (name != null && name.matches("node|start|monitor|(env|script)/.+")) {
            return local(one(name));
        }
        try {
            return ask(client());
        } catch (Unreachable e) {
            // the files are there while their node is not
            List<LocalLog> known = named(name == null ? "node" : name);
            if (known.size() == 1) {
                err().println("lotse: " + e.getMessage() + "; this is from its file");
                err().flush();
                return local(known.get(0));
            }
            throw e;
        }
    }

    private int list() {
        List<LocalLog> logs = new LocalLogs(LotseHome.of(environment())).all();
        if (json()) {
            printJson(new Listed(logs));
            return ExitCode.OK;
        }
        if (logs.isEmpty()) {
            print("no node of this user has logs on this host");
            return ExitCode.OK;
        }
        Table table = new Table("NODE", "LOG", "SIZE", "LAST WRITTEN", "FILE");
        logs.forEach(log -> table.row(
                log.node(), log.name(), (log.bytes() + 1023) / 1024 + " KB", Ages.since(log.changed()), log.file()));
        table.print(out());
        logs.stream().map(log -> log.file().getParent()).distinct().forEach(this::warnOfLittleRoom);
        return ExitCode.OK;
    }

    private record Listed(List<LocalLog> items) {}

    private void warnOfLittleRoom(Path folder) {
        try {
            if (Files.getFileStore(folder).getUsableSpace() < LITTLE_ROOM) {
                err().println("lotse: the disk of " + folder + " is full: logs there may not be written, make room");
                err().flush();
            }
        } catch (IOException gone) {
            // so are its logs
        }
    }

    private List<LocalLog> named(String wanted) {
        return new LocalLogs(LotseHome.of(environment()))
                .all().stream()
                        .filter(log ->
                                node == null || node.isEmpty() || log.node().equals(node))
                        .filter(log -> log.name().equals(wanted)
                                || log.name().equals(set + "/" + wanted)
                                || set == null && log.name().matches("(?!env/|script/).*/" + Pattern.quote(wanted)))
                        .toList();
    }

    private LocalLog one(String wanted) {
        List<LocalLog> logs = named(wanted);
        if (logs.isEmpty()) {
            throw new Refusal("there is no log " + wanted + " on this host: lotse logs shows which there are");
        }
        if (logs.size() > 1) {
            throw new Refusal("several nodes have a log " + wanted + ": give --node with one of "
                    + String.join(", ", logs.stream().map(LocalLog::node).toList()));
        }
        return logs.get(0);
    }

    private int local(LocalLog log) throws InterruptedException {
        LogFilter filter = new LogFilter(since, pattern, json());
        LocalLogReader reader = new LocalLogReader(log.file(), filter);
        int most = lines != null ? lines : since != null ? Integer.MAX_VALUE : DEFAULT_LINES;
        try {
            reader.last(most).forEach(line -> print(filter.shown(line)));
            while (follow) {
                Thread.sleep(PAUSE.toMillis());
                reader.more().forEach(line -> print(filter.shown(line)));
            }
        } catch (IOException e) {
            throw new Refusal("the log " + log.file() + " cannot be read: " + e.getMessage());
        }
        return ExitCode.OK;
    }

    private int ask(ControlClient client) throws InterruptedException {
        if (follow) {
            follow(client);
            return ExitCode.OK;
        }
        LogLines read = client.get(Paths.LOG + query(null)).as(LogLines.class);
        read.items().forEach(this::show);
        while (since != null && lines == null && !read.items().isEmpty()) {
            read = client.get(Paths.LOG + query(read.next())).as(LogLines.class);
            read.items().forEach(this::show);
        }
        return ExitCode.OK;
    }

    private void show(String line) {
        LogFilter filter = new LogFilter(null, pattern, json());
        if (filter.matches(line)) {
            print(filter.shown(line));
        }
    }

    private String query(Long from) {
        Map<String, String> filters = new HashMap<>();
        filters.put("service", name);
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
                        show(line.substring("data: ".length()));
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

    /** A regular expression. */
    static final class PatternConverter implements ITypeConverter<Pattern> {
        @Override
        public Pattern convert(String text) {
            try {
                return Pattern.compile(text);
            } catch (PatternSyntaxException e) {
                throw new TypeConversionException("'" + text + "' is no regular expression: " + e.getDescription());
            }
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
