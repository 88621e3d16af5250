package io.lotse.launcher.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import io.vertx.core.json.JsonObject;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

import io.lotse.contracts.Counts;
import io.lotse.contracts.ports.ConfigPreview;
import io.lotse.contracts.ports.EnvironmentConfig;

/** {@code lotse config show} and {@code lotse config set}. */
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        header = "Show or change how ports are given in an environment.")
final class ConfigCommand extends CommandGroup {
    private ConfigCommand() {}

    static CommandLine create(Map<String, String> environment) {
        return new CommandLine(new ConfigCommand())
                .addSubcommand(new ConfigShow(environment))
                .addSubcommand(new ConfigSet(environment))
                .addSubcommand(new TemplateCommands.List(environment))
                .addSubcommand(new TemplateCommands.Apply(environment));
    }

    /** What both have in common. */
    private abstract static class OfEnvironment extends ShowCommand {
        @Option(
                names = "--environment",
                paramLabel = "ENVIRONMENT",
                defaultValue = "development",
                description = "Of which environment. Default: ${DEFAULT-VALUE}.")
        private String environment;

        OfEnvironment(Map<String, String> variables) {
            super(variables);
        }

        final String path() {
            return Paths.CONFIG + ControlClient.query(Map.of("environment", environment));
        }

        final int show(ControlClient.Answer answer) {
            return show(answer, this::tell);
        }

        private void tell(ControlClient.Answer answer) {
            EnvironmentConfig config = answer.as(EnvironmentConfig.class);
            Table table = new Table("KEY", "VALUE");
            table.row("environment", config.environment());
            table.row(ConfigKey.SERVICE_IP_BASE.key(), config.serviceIpBase());
            table.row(ConfigKey.DEFAULT_PORT_RANGE.key(), config.defaultPortRange());
            table.row(ConfigKey.RESERVED_PORTS.key(), text(config.reservedPorts()));
            table.row(ConfigKey.SERVICE_TYPE_RANGES.key(), text(ranges(config)));
            table.row(
                    ConfigKey.HEARTBEAT_TIMEOUT.key(), config.heartbeatTimeout().toSeconds() + " s");
            table.row(
                    ConfigKey.CONFLICT_RESOLUTION_STRATEGY.key(),
                    answer.json().getString(ConfigKey.CONFLICT_RESOLUTION_STRATEGY.key()));
            table.row(ConfigKey.PORT_QUARANTINE.key(), config.portQuarantine().toSeconds() + " s");
            table.row(ConfigKey.DYNAMIC_BAND_PERCENT.key(), config.dynamicBandPercent() + " %");
            table.row(
                    ConfigKey.REASSIGNMENT_TIMEOUT.key(),
                    config.reassignmentTimeout().toSeconds() + " s");
            table.print(out());
        }

        private static List<String> ranges(EnvironmentConfig config) {
            return config.serviceTypeRanges().entrySet().stream()
                    .map(range -> range.getKey() + ":" + range.getValue())
                    .sorted()
                    .toList();
        }

        private static String text(List<?> values) {
            return values.isEmpty()
                    ? null
                    : values.stream().map(Object::toString).collect(Collectors.joining(","));
        }
    }

    /** {@code lotse config show}. */
    @Command(name = "show", mixinStandardHelpOptions = true, header = "Show an environment's configuration.")
    private static final class ConfigShow extends OfEnvironment {
        ConfigShow(Map<String, String> variables) {
            super(variables);
        }

        @Override
        public Integer call() {
            return show(client().get(path()));
        }
    }

    /** {@code lotse config set}. */
    @Command(
            name = "set",
            mixinStandardHelpOptions = true,
            header = "Change an environment's configuration.",
            footer = {
                "",
                "Keys, by example:",
                "  service_ip_base=127.0.0.1",
                "  default_port_range=20000-29999",
                "  reserved_ports=8080,9090",
                "  service_type_ranges=web:8000-8099,db:5400-5499",
                "  heartbeat_timeout=30",
                "  conflict_resolution_strategy=next-free, fail or random"
            })
    private static final class ConfigSet extends OfEnvironment {
        @Parameters(arity = "1..*", paramLabel = "KEY=VALUE", description = "What is to change; the rest stays.")
        private List<String> changes;

        @Option(names = "--dry-run", description = "Tell what the change would do, and change nothing.")
        private boolean dryRun;

        ConfigSet(Map<String, String> variables) {
            super(variables);
        }

        @Override
        public Integer call() {
            Map<String, Object> parsed = new HashMap<>();
            changes.forEach(change -> parse(change, parsed));
            ControlClient client = client();
            ControlClient.Answer now = client.get(path());
            JsonObject config = now.json();
            parsed.forEach(config::put);
            if (dryRun) {
                return show(
                        client.send("PUT", path() + "&dry_run=true", config, Map.of()),
                        answer -> show(answer.as(ConfigPreview.class)));
            }
            Map<String, String> headers = new HashMap<>(RegisterCommand.onceOnly());
            now.header("ETag").ifPresent(revision -> headers.put("If-Match", revision));
            return show(client.send("PUT", path(), config, headers));
        }

        private void show(ConfigPreview preview) {
            if (preview.differences().isEmpty()) {
                print("nothing would be different");
            }
            preview.differences().forEach(d -> print(d.field() + ": " + text(d.before()) + " -> " + text(d.after())));
            if (preview.holdersTotal() > 0) {
                print("it would be refused, for " + Counts.are(preview.holdersTotal(), "port") + " in use:");
                preview.holders()
                        .forEach(h -> print("  " + h.port() + "/" + h.protocol().wireName() + " on " + h.space() + ": "
                                + h.serviceId() + " of " + h.serviceName() + " " + h.why()));
            }
        }

        private static String text(String json) {
            return json == null ? "-" : json;
        }

        private void parse(String change, Map<String, Object> parsed) {
            int equals = change.indexOf('=');
            String name = equals < 0 ? change : change.substring(0, equals);
            if (equals < 0 || !ConfigKey.keys().contains(name)) {
                throw wrongUsage(change + ": give KEY=VALUE with one of " + String.join(", ", ConfigKey.keys()));
            }
            ConfigKey key = ConfigKey.valueOf(name.toUpperCase(Locale.ROOT));
            try {
                parsed.put(name, key.parse(change.substring(equals + 1)));
            } catch (IllegalArgumentException | TypeConversionException e) {
                throw wrongUsage(change + ": give a value such as " + key.example());
            }
        }
    }
}
