package io.lotse.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import com.hazelcast.core.HazelcastInstance;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;

import io.lotse.contracts.cluster.NodeInfo;

/** A node's place in the cluster: a clustered Vert.x over Hazelcast, and the members it sees. */
public final class Cluster {
    private static final int CONNECT_TIMEOUT_MILLIS = 2_000;
    private static final long PING_MILLIS = 5_000;

    private final Vertx vertx;
    private final String nodeId;
    private final Membership membership;

    private Cluster(Vertx vertx, String nodeId, Membership membership) {
        this.vertx = vertx;
        this.nodeId = nodeId;
        this.membership = membership;
    }

    /**
     * Joins the cluster, or founds one.
     *
     * @param dataFolder where the members that were seen are remembered
     * @param options Vert.x's settings; its event bus settings are replaced
     * @param builder whatever else the Vert.x should have, metrics for one
     * @return fails if the port cannot be bound or the members refuse this node
     */
    public static Future<Cluster> start(
            ClusterConfig config, Path dataFolder, VertxOptions options, VertxBuilder builder) {
        KnownMembers known = new KnownMembers(dataFolder);
        List<String> members = Stream.concat(config.join().stream(), known.reachable().stream())
                .filter(member -> !member.equals(config.self()))
                .distinct()
                .toList();
        HazelcastClusterManager manager = new HazelcastClusterManager(HazelcastSettings.of(config, members));
        options.setEventBusOptions(new EventBusOptions()
                .setHost(config.address())
                .setConnectTimeout(CONNECT_TIMEOUT_MILLIS)
                .setClusterPingInterval(PING_MILLIS)
                .setClusterPingReplyInterval(PING_MILLIS));
        return builder.with(options)
                .withClusterManager(manager)
                .buildClustered()
                .map(vertx -> joined(vertx, manager, known));
    }

    private static Cluster joined(Vertx vertx, HazelcastClusterManager manager, KnownMembers known) {
        HazelcastInstance hazelcast = manager.getHazelcastInstance();
        return new Cluster(vertx, manager.getNodeId(), new Membership(vertx, hazelcast, known));
    }

    public Vertx vertx() {
        return vertx;
    }

    /** The id of this run of the node, new at each start. */
    public String nodeId() {
        return nodeId;
    }

    /** How many nodes this one knows, itself included. */
    public int size() {
        return membership.nodes().size();
    }

    /** Describes this node to the others and begins to watch them. */
    public Future<Void> announce(NodeInfo self) {
        return membership.start(self);
    }

    /** Leaves the cluster and closes Vert.x. */
    public Future<Void> close() {
        membership.stop();
        return vertx.close();
    }
}
