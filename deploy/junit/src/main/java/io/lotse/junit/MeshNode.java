package io.lotse.junit;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import io.lotse.contracts.cluster.NodeInfo;

/** The node that tests use: one that runs, or one in a process of its own that ends with the tests. */
final class MeshNode implements AutoCloseable {
    private static final String CLUSTER = "/api/v1/cluster";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long PAUSE_MILLIS = 100;

    private final ControlApi api;
    private final URI gateway;
    /** Null for a node that somebody else started. */
    private final NodeProcess process;

    private record Cluster(String node, List<NodeInfo> members) {}

    private MeshNode(URI control, NodeProcess process) {
        this.api = new ControlApi(control);
        this.process = process;
        this.gateway = gateway();
    }

    /** @param named the URL of a node's control API; empty for the default */
    static MeshNode of(String named) {
        String control = named.isBlank() ? said("lotse.control", "LOTSE_CONTROL", "") : named;
        if (!control.isBlank()) {
            return new MeshNode(URI.create(control), null);
        }
        NodeProcess process = NodeProcess.start(said("lotse.command", "LOTSE_COMMAND", "lotse"));
        try {
            return new MeshNode(process.control(), process);
        } catch (MeshException e) {
            process.close();
            throw e;
        }
    }

    private static String said(String property, String variable, String otherwise) {
        String set = System.getProperty(property, System.getenv(variable));
        return set == null || set.isBlank() ? otherwise : set.strip();
    }

    ControlApi api() {
        return api;
    }

    URI gatewayUrl() {
        return gateway;
    }

    /** A node knows of itself a moment after it answers. */
    private URI gateway() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() - end < 0) {
            Cluster cluster = api.get(CLUSTER, Cluster.class);
            String found = cluster.members().stream()
                    .filter(n -> n.id().equals(cluster.node()))
                    .map(NodeInfo::gateway)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
            if (found != null) {
                return URI.create(found);
            }
            NodeProcess.pause(PAUSE_MILLIS);
        }
        throw new MeshException("the node at " + api.node() + " has no gateway: start one with the role gateway");
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
