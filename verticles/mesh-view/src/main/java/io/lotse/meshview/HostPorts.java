package io.lotse.meshview;

import java.util.List;
import java.util.Optional;

import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.ports.PortHistory;
import io.lotse.contracts.ports.Protocol;

/** The ports of one host in its own network, in whichever of its spaces they lie. */
public final class HostPorts {
    private HostPorts() {}

    /** Who holds a port: one instance, or several where the host's addresses are separate. */
    public static List<Allocation> allocations(MeshSnapshot snapshot, String host, Protocol protocol, int port) {
        return snapshot.spaces(protocol).stream()
                .filter(space -> isOf(space, host))
                .sorted()
                .flatMap(space -> snapshot.allocation(space, protocol, port).stream())
                .toList();
    }

    /** Who held a port of the whole host before. */
    public static Optional<PortHistory> history(MeshSnapshot snapshot, String host, Protocol protocol, int port) {
        return snapshot.history(new Space(host, null, null).name(), protocol, port);
    }

    /** Whether a space is of the host and of its own network, so that its agent sees its ports. */
    public static boolean isOf(String space, String host) {
        Space named = Space.named(space);
        return named.host().equals(host) && named.network() == null;
    }
}
