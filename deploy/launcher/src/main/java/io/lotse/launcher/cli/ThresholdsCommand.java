package io.lotse.launcher.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.health.ThresholdValue;
import io.lotse.contracts.health.Thresholds;

/** {@code lotse thresholds show}, {@code set} and {@code reset}. */
@Command(
        name = "thresholds",
        mixinStandardHelpOptions = true,
        header = "Show or change what services are held to, in the whole mesh.")
final class ThresholdsCommand extends CommandGroup {
    private static final String DRY_RUN = "Look for mistakes and change nothing.";

    private ThresholdsCommand() {}

    static CommandLine create(Map<String, String> environment) {
        return new CommandLine(new ThresholdsCommand())
                .addSubcommand(new ShowThresholds(environment))
                .addSubcommand(new SetThresholds(environment))
                .addSubcommand(new ResetThresholds(environment));
    }

    /** What the three have in common. */
    private abstract static class OfPlace extends ShowCommand {
        @Option(names = "--service", paramLabel = "SERVICE", description = "Of this service. Default: of all others.")
        private String service;

        @Option(
                names = "--endpoint",
                paramLabel = "ENDPOINT",
                description = "Of this endpoint of the service: HOST:PORT or an instance's id.")
        private String endpoint;

        @Option(
                names = "--path",
                paramLabel = "PATH",
                description = "Of this request path of the service: /checkout, /orders/{id} or /orders/**.")
        private String path;

        OfPlace(Map<String, String> environment) {
            super(environment);
        }

        final Map<String, String> query() {
            place();
            Map<String, String> query = new HashMap<>();
            query.put("service", service);
            query.put("endpoint", endpoint);
            query.put("path", path);
            return query;
        }

        /** The names that lead to the place in the settings. */
        final List<String> place() {
            if (service == null && (endpoint != null || path != null)) {
                throw wrongUsage("give --service, too: of which service is it?");
            }
            if (endpoint != null && path != null) {
                throw wrongUsage("give --endpoint or --path, not both");
            }
            if (service == null) {
                return List.of("defaults");
            }
            List<String> place = new ArrayList<>(List.of("services", service));
            if (endpoint != null) {
                place.addAll(List.of("endpoints", endpoint));
            }
            if (path != null) {
                place.addAll(List.of("paths", path));
            }
            return place;
        }

        final boolean isOfAll() {
            return service == null;
        }

        final void show(Thresholds thresholds) {
            Table table = new Table("SERVICE", "ENDPOINT OR PATH", "WHAT", "VALUE", "SOURCE");
            thresholds
                    .effective()
                    .forEach(v -> table.row(
                            v.service() == null ? "(all)" : v.service(),
                            v.path() == null ? v.endpoint() : v.path(),
                            v.name(),
                            text(v),
                            v.source().wireName()));
            table.print(out());
        }

        private static String text(ThresholdValue value) {
            return value.value() instanceof Map<?, ?> levels
                    ? String.join(
                            ", ",
                            levels.entrySet().stream()
                                    .map(e -> e.getKey() + " " + e.getValue())
                                    .toList())
                    : String.valueOf(value.value());
        }

        /** Puts changed settings in place of those that were read. */
        final int put(ControlClient client, ControlClient.Answer before, JsonObject settings, boolean dryRun) {
            Map<String, String> headers = new HashMap<>(RegisterCommand.onceOnly());
            before.header("ETag").ifPresent(revision -> headers.put("If-Match", revision));
            String path = Paths.THRESHOLDS + (dryRun ? "?dry_run=true" : "");
            return show(client.send("PUT", path, settings, headers), answer -> {
                Thresholds now = answer.as(Thresholds.class);
                show(now);
                print(dryRun ? "nothing was changed" : "set, revision " + now.revision());
            });
        }

        static JsonObject settings(ControlClient.Answer answer) {
            return ContractCodec.encode(answer.as(Thresholds.class).settings());
        }
    }

    /** {@code lotse thresholds show}. */
    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            header = "Show which thresholds hold, and who says them.",
            footer = {
                "",
                "Sources: mesh (set here), file (the node's observer_config.json), built-in.",
                "An endpoint or a path goes before its service, that before the defaults;",
                "at the same place the mesh goes before the file."
            })
    private static final class ShowThresholds extends OfPlace {
        ShowThresholds(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public Integer call() {
            return show(
                    client().get(Paths.THRESHOLDS + ControlClient.query(query())),
                    answer -> show(answer.as(Thresholds.class)));
        }
    }

    /** {@code lotse thresholds set}. */
    @Command(
            name = "set",
            mixinStandardHelpOptions = true,
            header = "Change thresholds of the whole mesh.",
            footer = {
                "",
                "By example:",
                "  lotse thresholds set cpu_percent=60:85",
                "  lotse thresholds set --service orders critical=true queued=100:1000",
                "  lotse thresholds set --service orders --path /checkout response_time_ms=200:400",
                "  lotse thresholds set --file thresholds.json"
            })
    private static final class SetThresholds extends OfPlace {
        @Parameters(
                arity = "0..*",
                paramLabel = "KEY=VALUE",
                description = "What is to change; the rest stays. A threshold is WARNING:CRITICAL, 70: or :90, or off.")
        private List<String> changes = new ArrayList<>();

        @Option(
                names = "--file",
                paramLabel = "FILE",
                description = "All of them at once: JSON with defaults and services, as in observer_config.json.")
        private Path file;

        @Option(names = "--dry-run", description = DRY_RUN)
        private boolean dryRun;

        SetThresholds(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public Integer call() {
            List<String> place = place();
            boolean onlyFile = file != null && changes.isEmpty() && isOfAll();
            if (file == null ? changes.isEmpty() && place.size() < 3 : !onlyFile) {
                throw wrongUsage("give KEY=VALUE, such as cpu_percent=70:90, or --file FILE alone");
            }
            ControlClient client = client();
            ControlClient.Answer before = client.get(Paths.THRESHOLDS);
            return put(client, before, file == null ? edited(settings(before), place) : read(), dryRun);
        }

        private JsonObject edited(JsonObject settings, List<String> place) {
            try {
                new ThresholdEdits(settings).put(place, changes);
                return settings;
            } catch (IllegalArgumentException e) {
                throw wrongUsage(e.getMessage());
            }
        }

        private JsonObject read() {
            try {
                return new JsonObject(Files.readString(file));
            } catch (IOException e) {
                throw wrongUsage("--file " + file + " cannot be read: " + e.getMessage());
            } catch (DecodeException | ClassCastException e) {
                throw wrongUsage("--file " + file + " is no JSON object: " + e.getMessage());
            }
        }
    }

    /** {@code lotse thresholds reset}. */
    @Command(
            name = "reset",
            mixinStandardHelpOptions = true,
            header = "Take thresholds of the mesh back: then files and what Lotse comes with decide.",
            footer = {
                "",
                "By example:",
                "  lotse thresholds reset --service orders --path /checkout",
                "  lotse thresholds reset --service orders critical queued",
                "  lotse thresholds reset --all"
            })
    private static final class ResetThresholds extends OfPlace {
        @Parameters(arity = "0..*", paramLabel = "KEY", description = "What to take back. Default: all of the place.")
        private List<String> keys = new ArrayList<>();

        @Option(names = "--all", description = "Take all back that is set for the mesh.")
        private boolean all;

        @Option(names = "--dry-run", description = DRY_RUN)
        private boolean dryRun;

        ResetThresholds(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public Integer call() {
            List<String> place = place();
            if (all ? !isOfAll() || !keys.isEmpty() : isOfAll() && keys.isEmpty()) {
                throw wrongUsage("say what to take back: --service SERVICE, a KEY, or --all alone");
            }
            ControlClient client = client();
            ControlClient.Answer before = client.get(Paths.THRESHOLDS);
            JsonObject settings = all ? new JsonObject() : settings(before);
            if (!all) {
                new ThresholdEdits(settings).remove(place, keys);
            }
            return put(client, before, settings, dryRun);
        }
    }
}
