package io.lotse.launcher.cli;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.lotse.contracts.host.ForeignListeners;
import io.lotse.contracts.host.Listener;
import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.registry.Instance;

/** {@code lotse ports list}, and the home of {@code lotse ports why} and {@code lotse ports check}. */
@Command(name = "ports", mixinStandardHelpOptions = true, header = "Show which ports are given, and who has one.")
final class PortsCommand extends CommandGroup {
    private PortsCommand() {}

    static CommandLine create(Map<String, String> environment) {
        return new CommandLine(new PortsCommand())
                .addSubcommand(new ListCommand(environment))
                .addSubcommand(new PortWhyCommand(environment))
                .addSubcommand(new PortCheckCommand(environment))
                .addSubcommand(new PortDiagnoseCommand(environment))
                .addSubcommand(new LeaveCommand(environment))
                .addSubcommand(new MoveCommand(environment));
    }

    /** A page of ports. */
    record Page(List<Listed> items, String next) {}

    /**
     * A port as lists show it.
     *
     * @param since null where that is not known
     * @param verified null for a port that nobody holds
     * @param until when its state ends by itself; null where it does not
     * @param rival who waits for the port, or holds it too; null for nobody
     */
    record Listed(
            String space,
            Protocol protocol,
            int port,
            String serviceId,
            Instant since,
            Boolean verified,
            String state,
            Instant until,
            String rival) {}

    /** {@code lotse ports list}. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            header = "List the ports that instances hold.",
            footer = {
                "",
                "States: held; pending, about to go to an instance of higher priority;",
                "quarantined, given back a moment ago; conflicting, held by two."
            })
    private static final class ListCommand extends ShowCommand {
        @Option(names = "--space", paramLabel = "HOST", description = "Only those of this host.")
        private String space;

        @Option(
                names = "--foreign",
                description = "Those at which somebody listens without an allocation that explains it.")
        private boolean foreign;

        @Option(names = "--state", paramLabel = "STATE", description = "Those in this state. Default: held.")
        private String state;

        ListCommand(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public Integer call() {
            ControlClient client = client();
            if (foreign) {
                return foreign(client);
            }
            Listing<Listed> ports = Listing.of(
                    cursor -> client.get(Paths.PORTS + query(cursor)).as(Page.class), Page::items, Page::next);
            if (json()) {
                printJson(ports);
            } else if (ports.items().isEmpty()) {
                print(state == null ? "no port is given" : "no port is " + state);
            } else if (state == null || state.equals("held")) {
                showHeld(ports.items());
            } else {
                showOthers(ports.items());
            }
            return ExitCode.OK;
        }

        private int foreign(ControlClient client) {
            return show(
                    client.get(Paths.PORTS_FOREIGN + ControlClient.query(Collections.singletonMap("host", space))),
                    answer -> show(answer.as(ForeignListeners.class)));
        }

        private void show(ForeignListeners found) {
            if (found.listeners().isEmpty()) {
                print("nobody listens at a managed port of " + found.host() + " without an allocation");
                return;
            }
            Table table = new Table("PORT", "PROTOCOL", "ADDRESS", "WHO LISTENS", "OF", "ENVIRONMENT", "HELD BY");
            found.listeners().forEach(one -> {
                Listener l = one.listener();
                table.row(
                        l.port(),
                        l.protocol().wireName(),
                        l.address(),
                        PortOwner.shortened(l.owner()),
                        l.user(),
                        one.environment(),
                        one.serviceId());
            });
            table.print(out());
        }

        private void showHeld(List<Listed> ports) {
            Table table = new Table("PORT", "PROTOCOL", "HOST", "INSTANCE", "SINCE", "VERIFIED");
            ports.forEach(p -> table.row(
                    p.port(),
                    p.protocol().wireName(),
                    p.space(),
                    p.serviceId(),
                    Ages.since(p.since()),
                    Boolean.TRUE.equals(p.verified()) ? "yes" : "no"));
            table.print(out());
        }

        private void showOthers(List<Listed> ports) {
            Table table = new Table("PORT", "PROTOCOL", "HOST", "STATE", "INSTANCE", "SINCE", "UNTIL", "RIVAL");
            ports.forEach(p -> table.row(
                    p.port(),
                    p.protocol().wireName(),
                    p.space(),
                    p.state(),
                    p.serviceId(),
                    p.since() == null ? null : Ages.since(p.since()),
                    p.until() == null ? null : p.until().truncatedTo(ChronoUnit.SECONDS),
                    p.rival()));
            table.print(out());
        }

        private String query(String cursor) {
            Map<String, String> parameters = new LinkedHashMap<>();
            parameters.put("space", space);
            parameters.put("state", state);
            parameters.put("cursor", cursor);
            return ControlClient.query(parameters);
        }
    }

    /** A step of an instance in handing a port over. */
    private abstract static class StepCommand extends ShowCommand {
        private final String step;

        @Parameters(paramLabel = "INSTANCE", description = "The instance's id.")
        private String id;

        StepCommand(Map<String, String> environment, String step) {
            super(environment);
            this.step = step;
        }

        @Override
        public Integer call() {
            return show(
                    client().send(
                                    "POST",
                                    Paths.REASSIGNMENTS + "/" + ControlClient.segment(id) + "/" + step,
                                    null,
                                    RegisterCommand.onceOnly()),
                    answer -> print(id + " " + EndpointCommand.endpoint(answer.as(Instance.class))));
        }
    }

    /** {@code lotse ports leave}. */
    @Command(
            name = "leave",
            mixinStandardHelpOptions = true,
            header = "Say that an instance left the port it was asked to leave.",
            description = "It is given another port, which is printed.")
    private static final class LeaveCommand extends StepCommand {
        LeaveCommand(Map<String, String> environment) {
            super(environment, "confirm");
        }
    }

    /** {@code lotse ports move}. */
    @Command(
            name = "move",
            mixinStandardHelpOptions = true,
            header = "Say that an instance moved to the port it had asked for.",
            description = "The port that it had until then is released.")
    private static final class MoveCommand extends StepCommand {
        MoveCommand(Map<String, String> environment) {
            super(environment, "complete");
        }
    }
}
