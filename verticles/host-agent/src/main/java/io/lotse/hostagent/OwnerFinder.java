package io.lotse.hostagent;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.lotse.contracts.host.OwnerProcess;
import io.lotse.contracts.host.PortOwner;
import io.lotse.contracts.host.PortOwners;
import io.lotse.contracts.host.PortsQuery;
import io.lotse.contracts.host.ProcessesQuery;

/**
 * Tells which processes listen at some ports. To find the process of one socket all processes' descriptors are read, which
 * are many where there are many sockets: so that is done once for all of the ports. Blocks.
 */
final class OwnerFinder {
    private final SocketTable sockets;
    private final ProcessTable processes;

    OwnerFinder(SocketTable sockets, ProcessTable processes) {
        this.sockets = sockets;
        this.processes = processes;
    }

    PortOwners find(PortsQuery query) {
        Map<Integer, List<BoundSocket>> listening =
                sockets.listening(query.protocol(), Set.copyOf(query.ports())::contains).stream()
                        .collect(Collectors.groupingBy(BoundSocket::port, TreeMap::new, Collectors.toList()));
        Map<Long, Optional<OwnerProcess>> known = new HashMap<>();
        return new PortOwners(listening.entrySet().stream()
                .map(port -> new PortOwner(
                        port.getKey(), owners(port.getValue(), pid -> known.computeIfAbsent(pid, processes::identify))))
                .toList());
    }

    /** None where one of them is not known: the others may end while that one listens on. */
    private static List<OwnerProcess> owners(
            List<BoundSocket> listening, Function<Long, Optional<OwnerProcess>> identify) {
        List<Long> pids = listening.stream().map(BoundSocket::pid).distinct().toList();
        if (pids.size() > ProcessesQuery.MAX_PIDS || pids.stream().anyMatch(Objects::isNull)) {
            return List.of();
        }
        List<OwnerProcess> owners =
                pids.stream().map(identify).flatMap(Optional::stream).toList();
        return owners.size() == pids.size() ? owners : List.of();
    }
}
