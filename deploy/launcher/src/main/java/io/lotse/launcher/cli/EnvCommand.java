package io.lotse.launcher.cli;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.lotse.contracts.Counts;
import io.lotse.contracts.environments.Environment;
import io.lotse.contracts.environments.EnvironmentChange;
import io.lotse.contracts.environments.EnvironmentCreation;
import io.lotse.contracts.environments.EnvironmentKind;
import io.lotse.contracts.environments.EnvironmentPlan;
import io.lotse.contracts.environments.EnvironmentState;
import io.lotse.contracts.faults.Fault;
import io.lotse.contracts.faults.FaultList;
import io.lotse.contracts.ports.PortRange;
import io.lotse.launcher.config.HostName;

/** {@code lotse env}: named environments, each with ports of its own. */
@Command(name = "env", mixinStandardHelpOptions = true, header = "Create, show and remove environments.")
final class EnvCommand extends CommandGroup {
    private EnvCommand() {}

    static CommandLine create(Map<String, String> environment) {
        return new CommandLine(new EnvCommand())
                .addSubcommand(new EnvCreate(environment))
                .addSubcommand(new EnvList(environment))
                .addSubcommand(new EnvShow(environment))
                .addSubcommand(new EnvRemove(environment))
                .addSubcommand(new EnvLogCommand(environment))
                .addSubcommand(new EnvPlan(environment));
    }

    /** Of an environment, in the control API. */
    static String path(String name) {
        return Paths.ENVIRONMENTS + "/" + ControlClient.segment(name);
    }

    /** {@code lotse env create}. */
    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            header = "Create an environment with a slot of ports of its own.",
            footer = {"", "Prints its name and its ports: pr-42 18000-18049"})
    private static final class EnvCreate extends ShowCommand {
        @Parameters(paramLabel = "NAME", description = "1 to 63 of a-z, 0-9 and '-', a letter first.")
        private String name;

        @Option(
                names = "--kind",
                paramLabel = "KIND",
                converter = KindConverter.class,
                description = "Whose rules it keeps: development, test or production. Default: test.")
        private EnvironmentKind kind;

        @Option(names = "--ports", paramLabel = "N", description = "How many ports its slot has. Default: as planned.")
        private Integer ports;

        @Option(
                names = "--range",
                paramLabel = "FIRST-LAST",
                converter = ServiceOptions.RangeConverter.class,
                description = "The slot itself. Default: the next that is nobody's.")
        private PortRange range;

        @Option(
                names = "--separate-network",
                description = "It is a network of its own: its ports collide with nobody else's.")
        private boolean separateNetwork;

        @Option(
                names = "--ttl",
                paramLabel = "TIME",
                converter = DurationConverter.class,
                description = "Remove it after so long, such as 8h; of the kind test only. Default: never.")
        private Duration ttl;

        EnvCreate(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public Integer call() {
            String by = System.getProperty("user.name") + "@" + HostName.ofThisHost();
            EnvironmentCreation creation =
                    new EnvironmentCreation(name, kind, ports, range, separateNetwork, ttl, by, null);
            return show(client().send("POST", Paths.ENVIRONMENTS, creation, RegisterCommand.onceOnly()), answer -> {
                Environment environment = answer.as(EnvironmentState.class).environment();
                print(environment.name() + " " + environment.ports());
            });
        }
    }

    /** {@code lotse env list}. */
    @Command(name = "list", mixinStandardHelpOptions = true, header = "List the environments.")
    private static final class EnvList extends ShowCommand {
        private record Environments(List<EnvironmentState> items) {}

        EnvList(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public Integer call() {
            return show(
                    client().get(Paths.ENVIRONMENTS),
                    answer -> show(answer.as(Environments.class).items()));
        }

        private void show(List<EnvironmentState> states) {
            Table table = new Table("NAME", "KIND", "PORTS", "INSTANCES", "ACTIVE", "CREATED", "BY", "UNTIL");
            for (EnvironmentState state : states) {
                Environment e = state.environment();
                table.row(
                        e.name(),
                        e.kind().wireName(),
                        state.config().defaultPortRange(),
                        state.instances(),
                        state.active(),
                        Ages.since(e.createdAt()),
                        e.createdBy(),
                        e.removingSince() != null ? "being removed" : e.expiresAt());
            }
            table.print(out());
        }
    }

    /** {@code lotse env show}. */
    @Command(name = "show", mixinStandardHelpOptions = true, header = "Show an environment.")
    private static final class EnvShow extends ShowCommand {
        @Parameters(paramLabel = "NAME", description = "Which one.")
        private String name;

        EnvShow(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public Integer call() {
            return show(client().get(path(name)), answer -> {
                List<Fault> faults = client().get(FaultsCommand.path(name))
                        .as(FaultList.class)
                        .items();
                show(answer.as(EnvironmentState.class), faults);
            });
        }

        private void show(EnvironmentState state, List<Fault> faults) {
            Environment e = state.environment();
            Table table = new Table("KEY", "VALUE");
            table.row("name", e.name());
            table.row("kind", e.kind().wireName());
            table.row("ports", state.config().defaultPortRange());
            table.row("separate network", e.separateNetwork() ? "yes" : "no");
            table.row("instances", state.instances() + ", " + state.active() + " active");
            table.row("created", e.createdAt());
            table.row("created by", e.createdBy());
            table.row("removed by itself", e.expiresAt());
            table.row("being removed since", e.removingSince());
            faults.forEach(f -> table.row("fault " + f.name(), FaultsCommand.text(f.rule())));
            table.print(out());
        }
    }

    /** {@code lotse env remove}. */
    @Command(
            name = "remove",
            mixinStandardHelpOptions = true,
            header = "Remove an environment with everything in it.",
            footer = {"", "Instances are deregistered, not ended: end their processes first."})
    private static final class EnvRemove extends ShowCommand {
        @Parameters(paramLabel = "NAME", description = "Which one.")
        private String name;

        @Option(names = "--yes", description = "Also while instances in it are active.")
        private boolean yes;

        EnvRemove(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public Integer call() {
            String confirmed = yes ? ControlClient.query(Map.of("confirm", "true")) : "";
            return show(client().send("DELETE", path(name) + confirmed, null, Map.of()), answer -> {
                int instances = answer.as(EnvironmentChange.class).instances();
                print(name + " is removed, with " + Counts.of(instances, "instance"));
            });
        }
    }

    /** {@code lotse env plan}. */
    @Command(
            name = "plan",
            mixinStandardHelpOptions = true,
            header = "Show or change where the slots of new environments are cut from.")
    private static final class EnvPlan extends ShowCommand {
        @Option(
                names = "--span",
                paramLabel = "FIRST-LAST",
                converter = ServiceOptions.RangeConverter.class,
                description = "The ports that slots are cut from. Default: as it is.")
        private PortRange span;

        @Option(
                names = "--slot-size",
                paramLabel = "N",
                description = "How many ports a slot has whose size nobody said. Default: as it is.")
        private Integer slotSize;

        EnvPlan(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public Integer call() {
            ControlClient client = client();
            ControlClient.Answer answer = client.get(Paths.ENVIRONMENT_PLAN);
            EnvironmentPlan now = answer.as(EnvironmentPlan.class);
            if (span != null || slotSize != null) {
                EnvironmentPlan plan = new EnvironmentPlan(
                        span == null ? now.span() : span, slotSize == null ? now.slotSize() : slotSize);
                answer = client.send("PUT", Paths.ENVIRONMENT_PLAN, plan, Map.of());
            }
            return show(answer, shown -> {
                EnvironmentPlan plan = shown.as(EnvironmentPlan.class);
                print("slots of " + Counts.of(plan.slotSize(), "port") + " from " + plan.span());
            });
        }
    }
}
