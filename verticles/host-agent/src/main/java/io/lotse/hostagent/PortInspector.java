package io.lotse.hostagent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.host.ListenerQuery;
import io.lotse.contracts.host.PortFacts;
import io.lotse.contracts.host.PortSocket;
import io.lotse.contracts.ports.PortRange;
import io.lotse.contracts.ports.Protocol;

/** What the operating system says of one port. Blocks. */
final class PortInspector {
    private static final int MOST_SOCKETS = 100;
    private static final Path NET = Path.of("/proc/sys/net/ipv4");
    private static final Path OWN_STATUS = Path.of("/proc/self/status");
    private static final int PRIVILEGED_BELOW = 1024;
    /** CAP_NET_BIND_SERVICE, by its number in capabilities(7). */
    private static final int MAY_BIND_ALL = 10;
    /** CAP_SYS_PTRACE: without it /proc shows no descriptors of other users' processes. */
    private static final int MAY_SEE_ALL = 19;

    private final Sockets sockets;

    PortInspector(Sockets sockets) {
        this.sockets = sockets;
    }

    PortFacts inspect(ListenerQuery query) {
        if (query.port() < 1 || query.port() > PortRange.MAX_PORT) {
            throw ContractException.invalid("port", "is " + query.port() + ": give 1 to " + PortRange.MAX_PORT);
        }
        Protocol protocol = query.protocol() == null ? Protocol.TCP : query.protocol();
        List<PortSocket> all = sockets.having(protocol, query.port());
        return new PortFacts(
                all.stream().limit(MOST_SOCKETS).toList(),
                all.size(),
                HostFactsReader.ephemeralPorts(),
                contains(line(NET.resolve("ip_local_reserved_ports"), ""), query.port()),
                query.port() < unprivilegedFrom() && !may(MAY_BIND_ALL),
                unseen(all));
    }

    private static String unseen(List<PortSocket> all) {
        if (!Systems.isLinux()) {
            return "containers, and what the system keeps from " + System.getProperty("user.name");
        }
        boolean hidden = all.stream().anyMatch(s -> s.takes() && s.pid() == null);
        return hidden && !may(MAY_SEE_ALL)
                ? "the processes of other users, since the node runs as " + System.getProperty("user.name")
                : null;
    }

    private static int unprivilegedFrom() {
        return Integer.parseInt(line(NET.resolve("ip_unprivileged_port_start"), Integer.toString(PRIVILEGED_BELOW)));
    }

    /** {@code 8080,9000-9010}, as the kernel writes it. */
    static boolean contains(String reserved, int port) {
        return Arrays.stream(reserved.split(",", -1))
                .filter(part -> !part.isBlank())
                .anyMatch(part -> {
                    String[] ends = part.strip().split("-", -1);
                    return Integer.parseInt(ends[0]) <= port && port <= Integer.parseInt(ends[ends.length - 1]);
                });
    }

    private static boolean may(int capability) {
        try {
            return Files.readAllLines(OWN_STATUS).stream()
                    .filter(line -> line.startsWith("CapEff:"))
                    .map(line -> Long.parseUnsignedLong(
                            line.substring(line.indexOf(':') + 1).strip(), 16))
                    .anyMatch(set -> (set >> capability & 1) == 1);
        } catch (IOException notLinux) {
            return System.getProperty("os.name").startsWith("Windows");
        }
    }

    private static String line(Path file, String otherwise) {
        try {
            return Files.readAllLines(file).stream()
                    .findFirst()
                    .orElse(otherwise)
                    .strip();
        } catch (IOException notThere) {
            return otherwise;
        }
    }
}
