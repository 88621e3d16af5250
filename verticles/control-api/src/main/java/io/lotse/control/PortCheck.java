package io.lotse.control;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

import io.lotse.contracts.cluster.NodeInfo;
import io.lotse.contracts.host.ForeignListener;
import io.lotse.contracts.host.HostFacts;
import io.lotse.contracts.host.HostSockets;
import io.lotse.contracts.host.Listener;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.ports.PortRange;
import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.meshview.EphemeralOverlap;
import io.lotse.meshview.HostPorts;
import io.lotse.meshview.MeshSnapshot;

/** Looks at all ports of a host that are configured or given, and finds what is not as it should be. */
final class PortCheck {
    private final String host;
    private final MeshSnapshot snapshot;
    private final HostSockets sockets;
    private final List<Finding> findings = new ArrayList<>();
    private int allocations;
    private int listeners;

    /**
     * What was looked at, and what was found.
     *
     * @param allocations how many given ports were looked at
     * @param listeners how many listeners the host has
     * @param findings empty if all is as it should be
     */
    record Report(String host, int allocations, int listeners, List<Finding> findings) {}

    /**
     * Something that is not as it should be.
     *
     * @param code for programs
     * @param port null where it is about a range
     * @param protocol null where it is about a range
     * @param text for people
     * @param remedy null where it is not known
     */
    record Finding(String code, Integer port, Protocol protocol, String text, String remedy) {}

    PortCheck(String host, MeshSnapshot snapshot, HostSockets sockets) {
        this.host = host;
        this.snapshot = snapshot;
        this.sockets = sockets;
        this.listeners = sockets.total();
    }

    PortCheck nodes(List<NodeInfo> nodes) {
        for (NodeInfo node : nodes) {
            if (host.equals(node.host())) {
                listener(node, "gateway", node.gateway());
                listener(node, "control API", node.control());
                listener(node, "cluster", node.cluster());
            }
        }
        return this;
    }

    private void listener(NodeInfo node, String what, String url) {
        if (url == null) {
            return;
        }
        int port = Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));
        if (!listens(Protocol.TCP, port)) {
            findings.add(new Finding(
                    "node-does-not-listen",
                    port,
                    Protocol.TCP,
                    "node " + node.name() + " does not listen at its port of the " + what + ", " + port,
                    "lotse status"));
        }
    }

    PortCheck allocations(Collection<Allocation> all) {
        for (Allocation allocation : all) {
            if (!HostPorts.isOf(allocation.space(), host)) {
                continue;
            }
            allocations++;
            Instance instance = snapshot.instance(allocation.serviceId()).orElse(null);
            boolean active = instance != null && instance.status() == InstanceStatus.ACTIVE;
            if (active && !listens(allocation.protocol(), allocation.port())) {
                findings.add(new Finding(
                        "nobody-listens",
                        allocation.port(),
                        allocation.protocol(),
                        allocation.serviceId() + " holds " + allocation.port() + "/"
                                + allocation.protocol().wireName() + " and is active, but nobody listens there",
                        "lotse deregister " + allocation.serviceId()));
            }
        }
        return this;
    }

    /** Of a list that was cut short it is not known. */
    private boolean listens(Protocol protocol, int port) {
        return sockets.total() > sockets.listeners().size()
                || sockets.listeners().stream().anyMatch(l -> l.protocol() == protocol && l.port() == port);
    }

    PortCheck foreign(List<ForeignListener> foreign) {
        for (ForeignListener one : foreign) {
            Listener l = one.listener();
            String where = l.port() + "/" + l.protocol().wireName();
            findings.add(new Finding(
                    "foreign-listener",
                    l.port(),
                    l.protocol(),
                    l.owner() + " listens at " + where
                            + (one.serviceId() == null
                                    ? ", a port of " + one.environment() + " that no instance holds"
                                    : ", which " + one.serviceId() + " holds"),
                    "lotse ports why " + l.port()));
        }
        return this;
    }

    PortCheck ephemeral(HostFacts facts) {
        EphemeralOverlap.of(snapshot, facts)
                .ifPresent(overlap -> findings.add(new Finding(
                        "ephemeral-overlap",
                        null,
                        null,
                        "the kernel of " + host + " hands out ports to outgoing connections that Lotse gives too: "
                                + overlap.ports().stream()
                                        .map(PortRange::toString)
                                        .collect(Collectors.joining(", ")),
                        overlap.remedy())));
        return this;
    }

    Report report() {
        return new Report(host, allocations, listeners, List.copyOf(findings));
    }
}
