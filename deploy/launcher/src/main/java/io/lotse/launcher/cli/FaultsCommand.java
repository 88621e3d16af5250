package io.lotse.launcher.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.vertx.core.json.JsonObject;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.Counts;
import io.lotse.contracts.environments.EnvironmentKind;
import io.lotse.contracts.environments.EnvironmentState;
import io.lotse.contracts.faults.DnsFailure;
import io.lotse.contracts.faults.Fault;
import io.lotse.contracts.faults.FaultKind;
import io.lotse.contracts.faults.FaultList;
import io.lotse.contracts.faults.FaultRule;
import io.lotse.launcher.config.HostName;

/** {@code lotse faults}: what goes wrong in test environments because somebody wants to see it. */
@Command(
        name = "faults",
        mixinStandardHelpOptions = true,
        header = "Let requests in a test environment come late, get lost or fail.")
final class FaultsCommand extends CommandGroup {
    private FaultsCommand() {}

    static CommandLine create(Map<String, String> environment) {
        return new CommandLine(new FaultsCommand())
                .addSubcommand(new Put(environment))
                .addSubcommand(new Show(environment))
                .addSubcommand(new Remove(environment));
    }

    /** Of an environment's faults, in the control API. */
    static String path(String environment) {
        return EnvCommand.path(environment) + "/faults";
    }

    private static String path(String environment, String name) {
        return path(environment) + "/" + ControlClient.segment(name);
    }

    /** A rule in words. */
    static String text(FaultRule rule) {
        List<String> words = new ArrayList<>(List.of(rule.kind().wireName()));
        say(words, "of ", rule.delay() == null ? null : rule.delay().toMillis() + " ms");
        say(words, "+- ", rule.jitter() == null ? null : rule.jitter().toMillis() + " ms");
        say(words, "", rule.rate() == null ? null : rule.rate() + " bytes/s");
        say(words, "", rule.status());
        say(words, "", rule.dnsAnswer() == null ? null : rule.dnsAnswer().name().toLowerCase(Locale.ROOT));
        say(words, "", rule.percent() == null ? null : rule.percent() + " %");
        say(words, "first ", rule.first());
        say(words, "every ", rule.every());
        say(words, "service ", rule.service());
        say(words, "route ", rule.route());
        return String.join(" ", words);
    }

    private static void say(List<String> words, String before, Object value) {
        if (value != null) {
            words.add(before + value);
        }
    }

    /** {@code lotse faults set}. */
    @Command(
            name = "set",
            mixinStandardHelpOptions = true,
            header = "Set a fault, in place of the one of that name.",
            description = {
                "",
                "latency, bandwidth: requests come later, answers slowly. loss, reset, error: no service sees the request.",
                "half-open: a service gets it, and its answer never comes. dns: names are not found.",
                ""
            },
            footer = {"", "Without --percent, --first or --every it meets all requests. Each gateway counts for itself."
            })
    private static final class Put extends ShowCommand {
        @Parameters(paramLabel = "KIND", description = "latency, bandwidth, loss, reset, half-open, error or dns.")
        private String kind;

        @Option(names = "--environment", required = true, paramLabel = "NAME", description = "Where; of the kind test.")
        private String where;

        @Option(names = "--name", paramLabel = "NAME", description = "Its name. Default: the kind and the service.")
        private String name;

        @Option(names = "--service", paramLabel = "NAME", description = "Whose requests. Default: of all services.")
        private String service;

        @Option(names = "--route", paramLabel = "NAME", description = "The declared route whose requests.")
        private String route;

        @Option(
                names = "--delay",
                paramLabel = "TIME",
                converter = DurationConverter.class,
                description = "latency: how much later, such as 200ms.")
        private Duration delay;

        @Option(
                names = "--jitter",
                paramLabel = "TIME",
                converter = DurationConverter.class,
                description = "latency: up to so much more or less.")
        private Duration jitter;

        @Option(names = "--rate", paramLabel = "BYTES", description = "bandwidth: bytes a second.")
        private Long rate;

        @Option(names = "--status", paramLabel = "STATUS", description = "error: the answer's status. Default: 503.")
        private Integer status;

        @Option(names = "--answer", paramLabel = "ANSWER", description = "dns: servfail (default) or nxdomain.")
        private String answer;

        @Option(names = "--percent", paramLabel = "N", description = "So many of a hundred requests, at random.")
        private Integer percent;

        @Option(names = "--first", paramLabel = "N", description = "The first N requests.")
        private Integer first;

        @Option(names = "--every", paramLabel = "N", description = "Every Nth request.")
        private Integer every;

        @Option(names = "--seed", paramLabel = "N", description = "What chance begins with. Default: 0.")
        private Long seed;

        Put(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public Integer call() {
            FaultRule rule = new FaultRule(
                    one(FaultKind.class, kind, "kind"),
                    service,
                    route,
                    delay,
                    jitter,
                    rate,
                    status,
                    answer == null ? null : one(DnsFailure.class, answer, "answer"),
                    percent,
                    first,
                    every,
                    seed);
            JsonObject body = ContractCodec.encode(rule)
                    .put("set_by", System.getProperty("user.name") + "@" + HostName.ofThisHost());
            return show(client().send("PUT", path(where, name == null ? named() : name), body, Map.of()), answered -> {
                Fault fault = answered.as(Fault.class);
                print(fault.name() + " in " + fault.environment() + ": " + text(fault.rule()));
            });
        }

        private <T extends Enum<T>> T one(Class<T> type, String said, String what) {
            return Arrays.stream(type.getEnumConstants())
                    .filter(each -> wire(each).equals(said))
                    .findFirst()
                    .orElseThrow(() -> wrongUsage(said + " is no " + what + ": give "
                            + String.join(
                                    ", ",
                                    Arrays.stream(type.getEnumConstants())
                                            .map(Put::wire)
                                            .toList())));
        }

        private static String wire(Enum<?> each) {
            return each.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        private String named() {
            String of = service != null ? service : route;
            String all = (of == null ? kind : kind + "-" + of)
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^a-z0-9]+", "-");
            return all.substring(0, Math.min(63, all.length())).replaceAll("-$", "");
        }
    }

    /** {@code lotse faults list}. */
    @Command(name = "list", mixinStandardHelpOptions = true, header = "List the faults of test environments.")
    private static final class Show extends ShowCommand {
        private record Environments(List<EnvironmentState> items) {}

        @Option(names = "--environment", paramLabel = "NAME", description = "Whose. Default: of all.")
        private String where;

        Show(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public Integer call() {
            ControlClient client = client();
            List<String> all = where != null ? List.of(where) : testEnvironments(client);
            List<Fault> faults = all.stream()
                    .flatMap(e -> client.get(path(e)).as(FaultList.class).items().stream())
                    .toList();
            if (json()) {
                printJson(new FaultList(faults));
            } else {
                print(faults);
            }
            return ExitCode.OK;
        }

        private static List<String> testEnvironments(ControlClient client) {
            return client.get(Paths.ENVIRONMENTS).as(Environments.class).items().stream()
                    .map(EnvironmentState::environment)
                    .filter(e -> e.kind() == EnvironmentKind.TEST)
                    .map(e -> e.name())
                    .toList();
        }

        private void print(List<Fault> faults) {
            if (faults.isEmpty()) {
                print("no faults are set" + (where == null ? "" : " in " + where));
                return;
            }
            Table table = new Table("ENVIRONMENT", "NAME", "FAULT", "SET", "BY");
            faults.forEach(f -> table.row(f.environment(), f.name(), text(f.rule()), Ages.since(f.setAt()), f.setBy()));
            table.print(out());
        }
    }

    /** {@code lotse faults remove}. */
    @Command(name = "remove", mixinStandardHelpOptions = true, header = "End a fault, or all of an environment.")
    private static final class Remove extends ShowCommand {
        @Parameters(arity = "0..1", paramLabel = "NAME", description = "Which one.")
        private String name;

        @Option(names = "--all", description = "All of the environment.")
        private boolean all;

        @Option(names = "--environment", required = true, paramLabel = "NAME", description = "Where.")
        private String where;

        Remove(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public Integer call() {
            if (all == (name != null)) {
                throw wrongUsage("name the fault, or give --all");
            }
            String path = all ? path(where) : path(where, name);
            return show(client().send("DELETE", path, null, Map.of()), answer -> {
                int gone = answer.as(FaultList.class).items().size();
                print(all ? Counts.of(gone, "fault") + " ended in " + where : name + " ended in " + where);
            });
        }
    }
}
