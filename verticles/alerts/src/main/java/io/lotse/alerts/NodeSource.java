package io.lotse.alerts;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.vertx.core.Future;

import io.lotse.contracts.alerts.AlertKind;
import io.lotse.contracts.alerts.AlertLabels;
import io.lotse.contracts.alerts.AlertSeverity;
import io.lotse.contracts.alerts.StoredAlert;
import io.lotse.contracts.cluster.NodeInfo;

/** Nodes that left without being stopped. On one event loop. */
final class NodeSource implements Source {
    /** One that is gone for so long is gone for good. */
    static final Duration FORGET_AFTER = Duration.ofDays(1);

    private static final String NAME = "NodeGone";
    private static final int MOST_STOPPING = 1_000;

    /** By name, those that crashed as far as this node saw. */
    private final Map<String, Gone> gone = new HashMap<>();
    /** The ids of those that said that they are being stopped. */
    private final Set<String> stopping = new HashSet<>();

    private record Gone(String host, Instant since) {}

    @Override
    public AlertKind kind() {
        return AlertKind.NODE_GONE;
    }

    void stopping(NodeInfo node) {
        if (stopping.size() >= MOST_STOPPING) {
            stopping.clear();
        }
        stopping.add(node.id());
        gone.remove(node.name());
    }

    void left(NodeInfo node, Instant now) {
        if (!stopping.remove(node.id())) {
            gone.put(node.name(), new Gone(node.host(), now));
        }
    }

    @Override
    public Future<Evidence> look(Moment moment) {
        Set<String> there = moment.members().stream().map(NodeInfo::name).collect(Collectors.toSet());
        Set<String> hosts = moment.members().stream().map(NodeInfo::host).collect(Collectors.toSet());
        gone.keySet().removeAll(there);
        gone.values().removeIf(g -> g.since().plus(FORGET_AFTER).isBefore(moment.now()));
        Map<String, Gone> all = new HashMap<>(gone);
        for (StoredAlert alert : moment.firing(kind())) {
            String node = alert.labels().get(AlertLabels.NODE);
            boolean forgotten = alert.since().plus(FORGET_AFTER).isBefore(moment.now());
            if (node != null && !forgotten && !there.contains(node)) {
                all.putIfAbsent(node, new Gone(alert.labels().get(AlertLabels.HOST), alert.since()));
            }
        }
        List<Condition> conditions = new ArrayList<>();
        all.forEach((node, what) -> conditions.add(condition(node, what, !hosts.contains(what.host()))));
        return Future.succeededFuture(Evidence.all(conditions));
    }

    private static Condition condition(String node, Gone gone, boolean host) {
        String detail = host
                ? "node " + node + " is gone, and no other runs on host " + gone.host()
                        + ": look whether the host lives, then start the node again"
                : "node " + node + " on host " + gone.host()
                        + " is gone without being stopped: look at its log, then start it again";
        Map<String, String> labels = new HashMap<>();
        labels.put(AlertLabels.NODE, node);
        labels.put(AlertLabels.HOST, gone.host());
        return Condition.of(
                AlertKind.NODE_GONE, host ? BuiltIn.HOST_GONE : NAME, AlertSeverity.CRITICAL, node, labels, detail);
    }
}
