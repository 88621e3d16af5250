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
import java.util.function.Consumer;

import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.connection.ConnectionMonitorConfig.Check;
import io.lotse.contracts.ContractException;
import io.lotse.contracts.cluster.NodeInfo;
import io.lotse.contracts.network.NetworkAxis;
import io.lotse.contracts.network.NetworkState;
import io.lotse.contracts.network.Outage;
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
    private final NetworkNews news;
    private final Calm.Whose whose;
    private final Map<String, TargetWatch> watches = new TreeMap<>();
    private final Map<String, Instant> leftAt = new HashMap<>();
    private final Axes axes;
    private Connectivity state;
    private Sight sight = Sight.ofAll(List.of());
    private Calm calm = new Calm.Quiet(null);

    /** @param outageEnded is told each outage of this node that has ended */
    NetworkWatch(
            ConnectionMonitorConfig config, Vertx vertx, Clock clock, Prober prober, Consumer<Outage> outageEnded) {
        this.config = config;
        this.vertx = vertx;
        this.clock = clock;
        this.prober = prober;
        this.limits = new Belief.Limits(
                config.settings().failuresUntilOffline(), config.settings().successesUntilOnline());
        this.whose = new Calm.Whose(config.nodeId(), config.node(), config.host());
        this.axes = new Axes(clock);
        this.news = new NetworkNews(config, vertx.eventBus(), outageEnded);
        this.state = new Connectivity.Unknown(clock.instant());
    }

    /** Begins to try them. */
    void start(List<Watched> targets) {
        targets.forEach(this::watch);
    }

    /** Whether an outage lasts for this node. */
    boolean outageLasts() {
        return calm instanceof Calm.Out;
    }

    /** The default gateway of the LAN is there now: another than before after a move to another network. */
    void lanGateway(String address) {
        Watched target = Watched.lanGateway(address, config.settings().lanGateway());
        TargetWatch known = watches.get(target.name());
        if (known == null || !known.target().equals(target)) {
            if (known != null) {
                known.stop();
            }
            watch(target);
        }
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
            boolean longAgo = Duration.between(left.getValue(), now)
                            .compareTo(config.settings().memberKept())
                    >= 0;
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
                sight.detail(),
                watches.values().stream().map(TargetWatch::told).toList(),
                axes.told(),
                calm instanceof Calm.Out out ? out.outage() : null);
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
            NetworkConfig.Times times = config.settings().members();
            watch(new Watched(name, NetworkAxis.MEMBERS, check, times.interval(), times.timeout()));
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
        news.target(change);
        review();
    }

    private void review() {
        List<Sight.Seen> seen = watches.values().stream()
                .map(w -> new Sight.Seen(
                        w.target().name(),
                        w.target().axis(),
                        w.state().reachability(),
                        Targets.isBeyondHost(w.target().check())))
                .toList();
        axes.review(seen).forEach(news::axis);
        reviewWhole(Sight.ofAll(seen));
        Calm before = calm;
        calm = calm.with(axes.out(), whose, clock.instant());
        news.outage(before, calm);
    }

    private void reviewWhole(Sight seen) {
        if (seen.state() == sight.state() || seen.state() == Reachability.UNKNOWN) {
            sight = new Sight(sight.state(), seen.detail());
            return;
        }
        sight = seen;
        Connectivity before = state;
        state = state.become(seen.state(), clock.instant());
        news.whole(before, state, seen.detail());
    }

    private static boolean isMember(TargetWatch watch) {
        return watch.target().axis() == NetworkAxis.MEMBERS;
    }
}
