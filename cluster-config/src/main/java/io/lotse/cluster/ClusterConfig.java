package io.lotse.cluster;

import java.util.List;
import java.util.Objects;

/**
 * How a node takes part in the cluster.
 *
 * @param nodeName the node's lasting name
 * @param address the local address that the cluster's listeners bind, as others reach it
 * @param port where Hazelcast listens; it is not moved if it is taken
 * @param join HOST:PORT of members to join; empty for the first node
 */
public record ClusterConfig(String nodeName, String address, int port, List<String> join) {
    /** Nodes and plain Vert.x applications find each other by this name. */
    public static final String CLUSTER_NAME = "lotse";

    public ClusterConfig {
        Objects.requireNonNull(nodeName, "nodeName");
        Objects.requireNonNull(address, "address");
        join = List.copyOf(join);
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("cluster port " + port + " is no port: give 1 to 65535");
        }
    }

    /** The address that other nodes give to {@code --join}. */
    public String self() {
        return address + ":" + port;
    }
}
