package io.lotse.alerts;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;

import io.lotse.contracts.Empty;
import io.lotse.contracts.alerts.AlertKind;
import io.lotse.contracts.alerts.AlertLabels;
import io.lotse.contracts.alerts.AlertSeverity;
import io.lotse.contracts.cluster.NodeInfo;
import io.lotse.contracts.network.NetworkAxis;
import io.lotse.contracts.network.NetworkContract;
import io.lotse.contracts.network.NetworkState;
import io.lotse.contracts.network.Outage;
import io.lotse.contracts.network.Reachability;
import io.lotse.contracts.network.TargetState;

/** Nodes that do not reach the network, or something in it. */
final class NetworkSource implements Source {
    static final String OFFLINE = "NetworkOffline";
    static final String TARGET = "TargetUnreachable";

    private static final String MEMBER_PREFIX = "member/";
    private static final Duration ASK_EVERY = Duration.ofSeconds(10);

    private final EventBus bus;
    /** The last answers, by node. */
    private final Map<String, NetworkState> states = new HashMap<>();

    private Instant askedAt = Instant.MIN;

    NetworkSource(EventBus bus) {
        this.bus = bus;
    }

    @Override
    public AlertKind kind() {
        return AlertKind.NETWORK;
    }

    /** A node told that something changed: what was asked before counts no more. */
    void changed() {
        askedAt = Instant.MIN;
    }

    @Override
    public Future<Evidence> look(Moment moment) {
        if (askedAt.plus(ASK_EVERY).isAfter(moment.now())) {
            return Future.succeededFuture(evidence(moment));
        }
        askedAt = moment.now();
        List<Future<Void>> asked = moment.members().stream().map(this::ask).toList();
        return Future.join(asked).otherwiseEmpty().map(all -> evidence(moment));
    }

    private Future<Void> ask(NodeInfo node) {
        return NetworkContract.NETWORK_STATE
                .callFor(bus, node.id(), Empty.EMPTY)
                .onSuccess(state -> states.put(node.name(), state))
                .onFailure(silence -> states.remove(node.name()))
                .mapEmpty();
    }

    private Evidence evidence(Moment moment) {
        Map<String, String> hosts = new HashMap<>();
        moment.members().forEach(node -> hosts.put(node.name(), node.host()));
        Set<String> there = hosts.keySet();
        states.keySet().retainAll(there);
        Set<String> sure = new HashSet<>();
        List<Condition> found = new ArrayList<>();
        states.values().forEach(state -> {
            if (state.state() != Reachability.UNKNOWN) {
                sure.add(state.node());
            }
            if (state.state() == Reachability.OFFLINE || isOutage(state.outage())) {
                found.add(offline(state, hosts.get(state.node())));
            }
            state.targets().stream()
                    .filter(target -> target.state() == Reachability.OFFLINE && isExpected(target, there))
                    .forEach(target -> found.add(unreachable(state, target)));
        });
        return new Evidence(found, alert -> {
            String node = alert.labels().get(AlertLabels.NODE);
            return there.contains(node) && !sure.contains(node);
        });
    }

    /** Where it is other nodes alone that are not reached, another alert tells of them. */
    private static boolean isOutage(Outage outage) {
        return outage != null && outage.axes().stream().anyMatch(axis -> axis != NetworkAxis.MEMBERS);
    }

    /** Of a member that left another alert tells. */
    private static boolean isExpected(TargetState target, Set<String> members) {
        return !target.name().startsWith(MEMBER_PREFIX)
                || members.contains(target.name().substring(MEMBER_PREFIX.length()));
    }

    /** One for an outage, whatever of the network it takes in while it lasts. */
    private static Condition offline(NetworkState state, String host) {
        Outage outage = state.outage();
        boolean whole = state.state() == Reachability.OFFLINE;
        Map<String, String> labels = new HashMap<>();
        labels.put(AlertLabels.NODE, state.node());
        labels.put(AlertLabels.HOST, host);
        labels.put(AlertLabels.STATE, state.state().wireName());
        labels.put(AlertLabels.OUTAGE, outage == null ? null : outage.id());
        String detail = whole
                ? "node " + state.node() + " reaches nothing beyond its host: " + state.detail()
                : "node " + state.node() + " does not reach a part of the network: " + outage.detail();
        AlertSeverity severity = whole ? AlertSeverity.CRITICAL : AlertSeverity.WARNING;
        return Condition.of(AlertKind.NETWORK, OFFLINE, severity, state.node(), labels, detail);
    }

    private static Condition unreachable(NetworkState state, TargetState target) {
        Outage outage = state.outage();
        Map<String, String> labels = new HashMap<>();
        labels.put(AlertLabels.NODE, state.node());
        labels.put(AlertLabels.TARGET, target.name());
        labels.put(AlertLabels.STATE, target.state().wireName());
        if (outage != null && outage.axes().contains(target.axis())) {
            labels.put(AlertLabels.OUTAGE, outage.id());
        }
        String detail = "node " + state.node() + " does not reach " + target.name() + " at " + target.address() + ": "
                + target.detail();
        String identity = state.node() + "\n" + target.name();
        return Condition.of(AlertKind.NETWORK, TARGET, AlertSeverity.WARNING, identity, labels, detail);
    }
}
