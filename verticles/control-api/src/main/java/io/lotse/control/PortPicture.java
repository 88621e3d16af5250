package io.lotse.control;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.lotse.contracts.cluster.NodeInfo;
import io.lotse.contracts.host.ForeignListener;
import io.lotse.contracts.host.PortFacts;
import io.lotse.contracts.host.PortSocket;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.ports.EnvironmentConfig;
import io.lotse.contracts.ports.PortRange;
import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.ports.Tenancy;
import io.lotse.contracts.registry.Instance;

/**
 * All that is known of one port.
 *
 * @param ownHost whether the host is that of this node
 * @param allocation null if the port is free in the mesh
 * @param instance null if the port is free in the mesh
 * @param facts what the host's agent says; null where it does not answer
 * @param foreign that no allocation explains who listens at it; null if one does
 * @param history who held it before, the newest first
 * @param environments the configurations of all environments
 * @param keptByKernel what the host's kernel keeps from outgoing connections
 * @param nodes of the mesh
 * @param at when that was so
 */
record PortPicture(
        int port,
        Protocol protocol,
        String host,
        boolean ownHost,
        Allocation allocation,
        Instance instance,
        PortFacts facts,
        ForeignListener foreign,
        List<Tenancy> history,
        List<EnvironmentConfig> environments,
        List<PortRange> keptByKernel,
        List<NodeInfo> nodes,
        Instant at) {

    /** The node of the mesh that has the port for itself; empty if none does. */
    Optional<NodeInfo> ownNode() {
        return nodes.stream()
                .filter(node -> host.equals(node.host()))
                .filter(node ->
                        takers().stream().anyMatch(socket -> socket.pid() != null && socket.pid() == node.pid()))
                .findFirst();
    }

    /** Until when nobody but the last holder's service is given it; empty if anybody may be. */
    Optional<Instant> restsUntil() {
        if (allocation != null || history.isEmpty()) {
            return Optional.empty();
        }
        Tenancy last = history.get(0);
        return environments.stream()
                .filter(e -> e.environment().equals(last.environment()))
                .map(e -> last.until().plus(e.portQuarantine()))
                .filter(end -> end.isAfter(at))
                .findFirst();
    }

    List<PortSocket> sockets() {
        return facts == null ? List.of() : facts.sockets();
    }

    List<PortSocket> takers() {
        return sockets().stream().filter(PortSocket::takes).toList();
    }

    List<PortSocket> speakers() {
        return sockets().stream()
                .filter(socket -> !socket.takes() && !isOver(socket))
                .toList();
    }

    long lingering() {
        return sockets().stream().filter(PortPicture::isOver).count();
    }

    private static boolean isOver(PortSocket socket) {
        return socket.state().equals("time-wait");
    }

    boolean isEphemeral() {
        return facts != null
                && facts.ephemeralPorts() != null
                && facts.ephemeralPorts().contains(port);
    }

    /** The environment that never gives it. */
    Optional<EnvironmentConfig> reservedIn() {
        return environments.stream()
                .filter(e -> e.reservedPorts().stream().anyMatch(span -> span.contains(port)))
                .findFirst();
    }

    /** Whether this node's user may end the process, and a command on its host does. */
    boolean mayEnd(PortSocket socket) {
        return ownHost
                && socket.pid() != null
                && System.getProperty("user.name").equals(socket.user());
    }
}
