package io.lotse.launcher.node;

import java.time.Clock;
import java.time.Instant;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.cluster.Cluster;
import io.lotse.cluster.ClusterConfig;
import io.lotse.contracts.Empty;
import io.lotse.contracts.cluster.ClusterContract;
import io.lotse.contracts.cluster.NodeInfo;
import io.lotse.contracts.ledger.LedgerContract;
import io.lotse.contracts.ledger.LedgerDescriptor;
import io.lotse.launcher.config.HostPort;
import io.lotse.launcher.config.NodeConfig;
import io.lotse.launcher.config.NodeFacts;
import io.lotse.launcher.config.Release;
import io.lotse.launcher.config.Role;
import io.lotse.launcher.config.RunningNode;

/** A node: its place in the cluster, its view of the mesh, and the rooms that were asked for. */
public final class Node implements RunningNode {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);
    private static final int WORKERS = 8;

    private final NodeConfig config;
    private final Cluster cluster;
    private final Rooms rooms;
    private final Metrics metrics;
    private final Instant startedAt;
    private volatile String ledgerKind;
    private final Pulse pulse;
    private Future<Void> stopping;

    private Node(NodeConfig config, Cluster cluster, Rooms rooms, Metrics metrics, Instant startedAt) {
        this.config = config;
        this.cluster = cluster;
        this.rooms = rooms;
        this.metrics = metrics;
        this.startedAt = startedAt;
        this.pulse = new Pulse(cluster.vertx(), Rooms.CORES);
    }

    /** Starts a node; see {@link io.lotse.launcher.config.NodeStarter}. */
    public static Future<Node> start(NodeConfig config) {
        Instant startedAt = Clock.systemUTC().instant();
        Metrics metrics = new Metrics(config.metricsPush(), config.name());
        ClusterConfig place = new ClusterConfig(
                config.name(),
                config.address(),
                config.ports().cluster(),
                config.join().stream().map(HostPort::toString).toList());
        VertxOptions options = new VertxOptions()
                .setWorkerPoolSize(WORKERS)
                .setInternalBlockingPoolSize(WORKERS)
                .setEventLoopPoolSize(Rooms.CORES)
                .setPreferNativeTransport(true)
                .setMetricsOptions(metrics.options());
        return Cluster.start(place, config.data(), options, Vertx.builder().withMetrics(metrics.factory()))
                .compose(cluster -> {
                    Node node = new Node(config, cluster, new Rooms(config, cluster, metrics), metrics, startedAt);
                    return node.open().recover(e -> node.stop().transform(stopped -> Future.failedFuture(e)));
                });
    }

    private Future<Node> open() {
        return Future.all(cluster.announce(describe()), rooms.open())
                .compose(v -> ledgerKind())
                .onSuccess(kind -> ledgerKind = kind)
                .map(this);
    }

    /** A node that shares a database with others answers that question only when it knows that they agree. */
    private Future<String> ledgerKind() {
        return config.ledgerPostgres() != null
                ? Future.succeededFuture(LedgerDescriptor.POSTGRES)
                : LedgerContract.DESCRIBE
                        .call(cluster.vertx().eventBus(), Empty.EMPTY)
                        .map(LedgerDescriptor::kind);
    }

    private NodeInfo describe() {
        return new NodeInfo(
                cluster.nodeId(),
                config.name(),
                config.host(),
                config.roles().stream()
                        .filter(config::runs)
                        .map(Role::wireName)
                        .sorted()
                        .toList(),
                url(Role.GATEWAY, config.ports().gateway()),
                url(Role.CONTROL_API, config.ports().control()),
                new HostPort(config.address(), config.ports().cluster()).toString(),
                ProcessHandle.current().pid(),
                Release.version(),
                startedAt);
    }

    private String url(Role role, int port) {
        return config.roles().contains(role) ? "http://" + new HostPort(config.address(), port) : null;
    }

    @Override
    public NodeFacts facts() {
        return new NodeFacts(
                cluster.nodeId(),
                config.name(),
                url(Role.GATEWAY, config.ports().gateway()),
                url(Role.CONTROL_API, config.ports().control()),
                new HostPort(config.address(), config.ports().cluster()),
                cluster.size(),
                ledgerKind,
                rooms.revision(),
                startedAt);
    }

    @Override
    public Future<Void> beat() {
        return pulse.beat();
    }

    @Override
    public synchronized Future<Void> stop() {
        if (stopping == null) {
            LOG.info("event=node_stopping node={}", config.name());
            // a promise without a context: the contexts' event loops end with Vert.x, before its close is told
            Promise<Void> stopped = Promise.promise();
            ClusterContract.NODE_STOPPING.publish(cluster.vertx().eventBus(), describe());
            rooms.drain().eventually(this::sendLastFigures).onComplete(drained -> cluster.close()
                    .onComplete(stopped));
            stopping = stopped.future();
        }
        return stopping;
    }

    private Future<Void> sendLastFigures() {
        return cluster.vertx().executeBlocking(() -> {
            metrics.close();
            return null;
        });
    }
}
