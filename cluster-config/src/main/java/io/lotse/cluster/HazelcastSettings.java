package io.lotse.cluster;

import java.util.List;
import java.util.Map;

import com.hazelcast.config.Config;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.config.SerializationConfig;

/** Turns a {@link ClusterConfig} into Hazelcast's settings. */
final class HazelcastSettings {
    /** A silent network partition is noticed after the ten seconds, a crash at once; see design.md for the figures. */
    private static final Map<String, String> PROPERTIES = Map.ofEntries(
            Map.entry("hazelcast.heartbeat.interval.seconds", "1"),
            Map.entry("hazelcast.max.no.heartbeat.seconds", "10"),
            Map.entry("hazelcast.merge.first.run.delay.seconds", "15"),
            Map.entry("hazelcast.merge.next.run.delay.seconds", "10"),
            Map.entry("hazelcast.operation.call.timeout.millis", "10000"),
            // what lies here is a view that is repaired: a backup that is late is no reason for a node not to start
            Map.entry("hazelcast.operation.fail.on.indeterminate.state", "false"),
            Map.entry("hazelcast.operation.backup.timeout.millis", "2000"),
            Map.entry("hazelcast.graceful.shutdown.max.wait", "15"),
            Map.entry("hazelcast.wait.seconds.before.join", "0"),
            Map.entry("hazelcast.phone.home.enabled", "false"),
            Map.entry("hazelcast.shutdownhook.enabled", "false"),
            Map.entry("hazelcast.logging.type", "slf4j"),
            // the node's address alone: the port is not authenticated, and several addresses of a host may have a node
            // each
            Map.entry("hazelcast.socket.bind.any", "false"),
            // a node carries a bus and a small map: it needs few threads, and start-up pays for each
            Map.entry("hazelcast.operation.thread.count", "2"),
            Map.entry("hazelcast.operation.generic.thread.count", "2"),
            Map.entry("hazelcast.io.thread.count", "1"),
            Map.entry("hazelcast.event.thread.count", "1"),
            Map.entry("hazelcast.metrics.enabled", "false"),
            Map.entry("hazelcast.health.monitoring.level", "OFF"));

    /** What Vert.x and vertx-service-discovery keep in Hazelcast. */
    private static final List<String> SHARED_MAPS = List.of("__vertx.nodeInfo", "__vertx.haInfo", "service.registry");

    private static final int BACKUPS = 2;

    private HazelcastSettings() {}

    static Config of(ClusterConfig cluster, List<String> members) {
        Config config = new Config();
        config.setClusterName(ClusterConfig.CLUSTER_NAME);
        config.setInstanceName(cluster.nodeName() + "@" + cluster.self());
        PROPERTIES.forEach(config::setProperty);
        // not by its list of interfaces, where 127.0.0.2 does not stand
        config.setProperty("hazelcast.local.localAddress", cluster.address());
        config.getJetConfig().setEnabled(false);
        SHARED_MAPS.forEach(name -> config.getMapConfig(name).setBackupCount(BACKUPS));
        config.getMultiMapConfig("__vertx.subs")
                .setBackupCount(BACKUPS)
                .setValueCollectionType(MultiMapConfig.ValueCollectionType.SET);
        config.setSerializationConfig(new SerializationConfig().setJavaSerializationFilterConfig(filter()));
        network(config.getNetworkConfig(), cluster, members);
        return config;
    }

    private static void network(NetworkConfig network, ClusterConfig cluster, List<String> members) {
        network.setPort(cluster.port()).setPortAutoIncrement(false).setReuseAddress(true);
        JoinConfig join = network.getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true).setMembers(members).setConnectionTimeoutSeconds(2);
    }

    /** The cluster port is not authenticated: only what Vert.x and Hazelcast themselves send is ever instantiated. */
    private static JavaSerializationFilterConfig filter() {
        JavaSerializationFilterConfig filter = new JavaSerializationFilterConfig();
        filter.getWhitelist().addPrefixes("java.lang.", "java.util.", "io.vertx.", "com.hazelcast.", "[");
        return filter;
    }
}
