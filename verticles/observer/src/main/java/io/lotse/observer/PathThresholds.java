package io.lotse.observer;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import io.vertx.core.eventbus.EventBus;

import io.lotse.contracts.metrics.MetricsContract;
import io.lotse.contracts.metrics.WatchedPaths;

/**
 * Holds request paths against their thresholds: each ten seconds what 95 of 100 requests of all gateways took. Each path on one
 * node of the mesh. On one event loop.
 */
final class PathThresholds {
    /** How often it looks, and tells the gateways what to measure. */
    static final Duration EVERY = Duration.ofSeconds(10);

    /**
     * Whoever takes a threshold away wants its breach to be over. That of a path which another node measures from now on is over
     * too: only who raised it can end it, and the other raises it anew.
     */
    private static final Limits NONE = new Limits(Map.of(), false, 1, Duration.ZERO, 0, Duration.ofMinutes(1));

    private final String nodeId;
    private final MetricStore store;
    private final Supplier<Shares> shares;
    private final Supplier<ObserverSettings> settings;
    private final Crossings crossings;
    private final Map<Subject, Watched> watched = new HashMap<>();
    /** Whether gateways measure something for this node. */
    private boolean asked;

    private static final class Watched {
        private final LevelTracker tracker = new LevelTracker();
        private final NewSlots slots = new NewSlots();
        private double last;
    }

    PathThresholds(
            String nodeId,
            MetricStore store,
            Supplier<Shares> shares,
            Supplier<ObserverSettings> settings,
            Crossings crossings) {
        this.nodeId = nodeId;
        this.store = store;
        this.shares = shares;
        this.settings = settings;
        this.crossings = crossings;
    }

    /** Tells the gateways which paths to measure, unless there are none and were none. */
    void tell(EventBus bus) {
        Map<String, List<String>> paths = settings.get().paths();
        if (asked || !paths.isEmpty()) {
            MetricsContract.PATHS_WATCHED.publish(bus, new WatchedPaths(nodeId, paths));
        }
        asked = !paths.isEmpty();
    }

    /** Looks at what was measured since the last look. */
    void look(Instant now) {
        Set<Subject> mine = new HashSet<>();
        settings.get().services().forEach((service, of) -> of.paths().forEach((path, limits) -> {
            Subject subject = Subject.path(service, path);
            if (shares.get().mine(subject.name())) {
                mine.add(subject);
                look(subject, limits, now);
            }
        }));
        watched.forEach((subject, known) -> {
            if (!mine.contains(subject)) {
                take(subject, known, known.last, NONE, now);
            }
        });
        watched.keySet().retainAll(mine);
    }

    private void look(Subject subject, Limits limits, Instant now) {
        Watched known = watched.computeIfAbsent(subject, s -> new Watched());
        store.find(subject, Figure.LATENCY_P95_MS)
                .ifPresent(series ->
                        known.slots.each(series, now, (at, value) -> take(subject, known, value, limits, at)));
    }

    private void take(Subject subject, Watched known, double value, Limits limits, Instant at) {
        known.last = value;
        crossings.take(
                new Crossings.Owner(subject.serviceOfPath(), null, subject.path()),
                Metric.RESPONSE_TIME_MS,
                value,
                limits,
                known.tracker,
                at);
    }
}
