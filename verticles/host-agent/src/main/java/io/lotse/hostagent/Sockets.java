package io.lotse.hostagent;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.host.Listener;
import io.lotse.contracts.host.ListenerQuery;
import io.lotse.contracts.host.Listeners;
import io.lotse.contracts.host.PortSocket;
import io.lotse.contracts.ports.PortRange;
import io.lotse.contracts.ports.Protocol;

/** Who listens where on this host. Blocks. */
final class Sockets {
    private static final int COMMAND_LENGTH = 200;
    private static final Pattern SECRET =
            Pattern.compile("(?i)([\\w.-]*(?:passw|secret|token|api-?key)[\\w.-]*[= :])\\S+");

    private final SocketTable table;

    Sockets(SocketTable table) {
        this.table = table;
    }

    /** Who listens at a port. */
    Listeners at(ListenerQuery query) {
        Protocol protocol = query.protocol() == null ? Protocol.TCP : query.protocol();
        if (query.port() < 1 || query.port() > PortRange.MAX_PORT) {
            throw ContractException.invalid("port", "is " + query.port() + ": give 1 to " + PortRange.MAX_PORT);
        }
        Processes processes = new Processes();
        return new Listeners(table.listening(protocol, port -> port == query.port()).stream()
                .map(processes::describe)
                .toList());
    }

    /** All who listen, TCP before UDP, by port. */
    List<Listener> all() {
        Processes processes = new Processes();
        return Arrays.stream(Protocol.values())
                .flatMap(protocol -> table.listening(protocol, port -> true).stream())
                .map(processes::describe)
                .toList();
    }

    /** Who holds these ports, those that listen before those that are only bound. */
    List<Listener> holders(Protocol protocol, Set<Integer> ports) {
        Processes processes = new Processes();
        return table.bound(protocol, ports::contains).stream()
                .sorted((a, b) -> Boolean.compare(b.listening(), a.listening()))
                .map(processes::describe)
                .toList();
    }

    /** All sockets that have a port, those that take it from others first. */
    List<PortSocket> having(Protocol protocol, int port) {
        Processes processes = new Processes();
        return table.at(protocol, port).stream()
                .sorted((a, b) -> Boolean.compare(b.listening(), a.listening()))
                .map(socket -> detail(socket, processes.describe(socket)))
                .toList();
    }

    private static PortSocket detail(BoundSocket socket, Listener described) {
        return new PortSocket(
                socket.protocol(),
                socket.address(),
                socket.state(),
                socket.peer(),
                socket.pid(),
                described.command(),
                described.user(),
                described.since(),
                socket.pid() == null ? null : Containers.of(socket.pid()).orElse(null));
    }

    /** The processes that are come across in one look: each is asked once, whatever it listens at. */
    private static final class Processes {
        private final Map<Long, Told> known = new HashMap<>();

        private record Told(String command, String user, Instant since) {}

        Listener describe(BoundSocket socket) {
            Told told = known.computeIfAbsent(socket.pid(), Processes::ask);
            return new Listener(
                    socket.address(),
                    socket.protocol(),
                    socket.port(),
                    socket.pid(),
                    told.command(),
                    told.user(),
                    told.since());
        }

        /** @param pid null where it is not known */
        private static Told ask(Long pid) {
            Optional<ProcessHandle.Info> process =
                    Optional.ofNullable(pid).flatMap(ProcessHandle::of).map(ProcessHandle::info);
            return new Told(
                    process.flatMap(p -> p.commandLine().or(p::command))
                            .map(Sockets::shown)
                            .orElse(null),
                    process.flatMap(ProcessHandle.Info::user).orElse(null),
                    process.flatMap(ProcessHandle.Info::startInstant).orElse(null));
        }
    }

    /**
     * A command line as everybody may see it: without what looks like a secret, and short. What it runs stands first, and
     * what a Java runs stands last.
     */
    static String shown(String commandLine) {
        String masked = SECRET.matcher(commandLine).replaceAll("$1***");
        int half = COMMAND_LENGTH / 2;
        return masked.length() <= COMMAND_LENGTH
                ? masked
                : masked.substring(0, half - 1) + "…" + masked.substring(masked.length() - half);
    }
}
