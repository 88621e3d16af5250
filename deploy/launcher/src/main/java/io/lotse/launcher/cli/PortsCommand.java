package io.lotse.launcher.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.lotse.contracts.host.Listener;
import io.lotse.contracts.ports.Allocation;

/** {@code lotse ports list} and {@code lotse ports why}. */
@Command(name = "ports", mixinStandardHelpOptions = true, header = "Show which ports are given, and who has one.")
final class PortsCommand extends CommandGroup {
    private PortsCommand() {}

    static CommandLine create(Map<String, String> environment) {
        return new CommandLine(new PortsCommand())
                .addSubcommand(new ListCommand(environment))
                .addSubcommand(new WhyCommand(environment));
    }

    /** A page of allocations. */
    record Page(List<Allocation> items, String next) {}

    /**
     * Who has a port.
     *
     * @param summary for people, in a sentence
     * @param listeners null where the host's agent cannot be asked
     */
    record Use(String summary, List<Listener> listeners) {}

    /** {@code lotse ports list}. */
    @Command(name = "list", mixinStandardHelpOptions = true, header = "List the ports that instances hold.")
    private static final class ListCommand extends ShowCommand {
        @Option(names = "--space", paramLabel = "HOST", description = "Only those of this host.")
        private String space;

        ListCommand(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public Integer call() {
            ControlClient client = client();
            Listing<Allocation> ports = Listing.of(
                    cursor -> client.get(Paths.PORTS + query(cursor)).as(Page.class), Page::items, Page::next);
            if (json()) {
                printJson(ports);
            } else if (ports.items().isEmpty()) {
                print("no port is given");
            } else {
                Table table = new Table("PORT", "PROTOCOL", "HOST", "INSTANCE", "SINCE", "VERIFIED");
                ports.items()
                        .forEach(a -> table.row(
                                a.port(),
                                a.protocol().wireName(),
                                a.space(),
                                a.serviceId(),
                                Ages.since(a.since()),
                                a.verified() ? "yes" : "no"));
                table.print(out());
            }
            return ExitCode.OK;
        }

        private String query(String cursor) {
            Map<String, String> parameters = new LinkedHashMap<>();
            parameters.put("space", space);
            parameters.put("cursor", cursor);
            return ControlClient.query(parameters);
        }
    }

    /** {@code lotse ports why}. */
    @Command(name = "why", mixinStandardHelpOptions = true, header = "Tell who holds a port and who listens there.")
    private static final class WhyCommand extends ShowCommand {
        @Parameters(paramLabel = "PORT", description = "1 to 65535.")
        private int port;

        @Option(names = "--protocol", paramLabel = "PROTOCOL", description = "tcp or udp. Default: tcp.")
        private String protocol;

        @Option(names = "--host", paramLabel = "HOST", description = "On this host. Default: the node's.")
        private String host;

        WhyCommand(Map<String, String> environment) {
            super(environment);
        }

        @Override
        public Integer call() {
            Map<String, String> parameters = new LinkedHashMap<>();
            parameters.put("protocol", protocol);
            parameters.put("host", host);
            ControlClient.Answer answer = client().get(Paths.PORTS + "/" + port + ControlClient.query(parameters));
            if (json()) {
                printJson(answer.json());
            } else {
                print(answer.as(Use.class).summary());
            }
            return ExitCode.OK;
        }
    }
}
