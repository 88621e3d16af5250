package io.lotse.connection;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.connection.ConnectionMonitorConfig.Check;
import io.lotse.contracts.ContractException;
import io.lotse.contracts.cluster.NodeInfo;
import io.lotse.contracts.network.ConnectivityChange;
import io.lotse.contracts.network.NetworkContract;
import io.lotse.contracts.network.NetworkState;
import io.lotse.contracts.network.Reachability;

/** Watches all targets, comes and goes with the members, and tells every change. Lives on one event loop. */
final class NetworkWatch {
    private static final Logger LOG = LoggerFactory.getLogger(NetworkWatch.class);
    private static final String HEALTH_PATH = "/health";

    private final ConnectionMonitorConfig config;
    private final Vertx vertx;
    private final Clock clock;
    private final Prober prober;
    private final Belief.Limits limits;
    private final Map<String, TargetWatch> watches = new TreeMap<>();
    private final Map<String, Instant> leftAt = new HashMap<>();
    private Connectivity state;
    private Axis axis = Axis.of(List.of());

    NetworkWatch(ConnectionMonitorConfig config, Vertx vertx, Clock clock, Prober prober) {
        this.config = config;
        this.vertx = vertx;
        this.clock = clock;
        this.prober = prober;
        this.limits = new Belief.Limits(config.failuresUntilOffline(), config.successesUntilOnline());
        this.state = new Connectivity.Unknown(clock.instant());
    }

    /** Begins to try them. */
    void start(List<Watched> targets) {
        targets.forEach(this::watch);
    }

    /** These are the members now: the new ones are tried too, those that left for a while yet. */
    void members(List<NodeInfo> nodes) {
        Set<String> present = new HashSet<>();
        for (NodeInfo node : nodes) {
            if (!node.id().equals(config.nodeId()) && node.control() != null) {
                String name = ConnectionMonitorConfig.MEMBER_PREFIX + node.name();
                present.add(name);
                watchMember(name, node.control());
            }
        }
        for (TargetWatch watch : watches.values()) {
            if (isMember(watch) && !present.contains(watch.target().name())) {
                leftAt.putIfAbsent(watch.target().name(), clock.instant());
            }
        }
        leftAt.keySet().removeAll(present);
    }

    /** Forgets the members that left long ago. To be called now and then. */
    void forget() {
        Instant now = clock.instant();
        boolean forgotten = leftAt.entrySet().removeIf(left -> {
            boolean longAgo = Duration.between(left.getValue(), now).compareTo(config.memberKept()) >= 0;
            if (longAgo) {
                LOG.info("event=network_target_forgotten target={}", left.getKey());
                watches.remove(left.getKey()).stop();
            }
            return longAgo;
        });
        if (forgotten) {
            review();
        }
    }

    NetworkState told() {
        return new NetworkState(
                config.nodeId(),
                config.node(),
                state.reachability(),
                state.since(),
                axis.detail(),
                watches.values().stream().map(TargetWatch::told).toList());
    }

    private void watchMember(String name, String control) {
        String url = (control.endsWith("/") ? control.substring(0, control.length() - 1) : control) + HEALTH_PATH;
        TargetWatch known = watches.get(name);
        if (known != null && Targets.address(known.target().check()).equals(url)) {
            return;
        }
        try {
            Check check = new Check.Http(url);
            if (known != null) {
                known.stop();
            }
            watch(new Watched(name, check, config.memberInterval(), config.memberTimeout()));
        } catch (ContractException e) {
            LOG.warn("event=member_not_watched target={} reason=\"{}\"", name, e.getMessage());
        }
    }

    private void watch(Watched target) {
        TargetWatch watch = new TargetWatch(vertx, clock, prober, target, limits, this::changed);
        watches.put(target.name(), watch);
        watch.start();
    }

    private void changed(TargetWatch.Change change) {
        tell(change.target(), change.before(), change.now(), change.detail());
        review();
    }

    private void review() {
        Axis seen = Axis.of(watches.values().stream()
                .map(w -> new Axis.Seen(
                        w.target().name(),
                        w.state().reachability(),
                        Targets.isBeyondHost(w.target().check()),
                        isMember(w)))
                .toList());
        if (seen.state() == axis.state() || seen.state() == Reachability.UNKNOWN) {
            axis = new Axis(axis.state(), seen.detail());
            return;
        }
        axis = seen;
        Connectivity before = state;
        state = state.become(seen.state(), clock.instant());
        tell(null, before, state, seen.detail());
    }

    private void tell(String target, Connectivity before, Connectivity now, String detail) {
        Duration lasted = Duration.between(before.since(), now.since());
        LOG.info(
                "event=connectivity_changed target={} state={} before={} lasted_s={} detail=\"{}\"",
                target == null ? "network" : target,
                now.reachability().wireName(),
                before.reachability().wireName(),
                lasted.toSeconds(),
                detail);
        NetworkContract.CONNECTIVITY_CHANGED.publish(
                vertx.eventBus(),
                new ConnectivityChange(
                        config.nodeId(),
                        config.node(),
                        target,
                        before.reachability(),
                        lasted,
                        now.reachability(),
                        detail,
                        now.since()));
    }

    private static boolean isMember(TargetWatch watch) {
        return watch.target().name().startsWith(ConnectionMonitorConfig.MEMBER_PREFIX);
    }
}
