package io.lotse.observer;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

import io.lotse.contracts.registry.Instance;

/**
 * Holds instances against what users may wait for: each ten seconds what 95 of 100 requests took that the gateways sent there.
 * A health check is answered by another piece of code than what is slow. Each instance on the node that checks it, on one event loop.
 */
final class LatencyThresholds {
    /** How often it looks. */
    static final Duration EVERY = Duration.ofSeconds(10);

    private final MetricStore store;
    private final Supplier<Map<String, Instance>> instances;
    private final Supplier<Shares> shares;
    private final Supplier<ObserverSettings> settings;
    private final Crossings crossings;
    private final Map<String, Watched> watched = new HashMap<>();

    private record Watched(Instant registeredAt, LevelTracker tracker, NewSlots slots) {}

    /** @param instances those that are registered, by id */
    LatencyThresholds(
            MetricStore store,
            Supplier<Map<String, Instance>> instances,
            Supplier<Shares> shares,
            Supplier<ObserverSettings> settings,
            Crossings crossings) {
        this.store = store;
        this.instances = instances;
        this.shares = shares;
        this.settings = settings;
        this.crossings = crossings;
    }

    /** Looks at what was measured since the last look. */
    void look(Instant now) {
        Map<String, Instance> all = instances.get();
        watched.keySet().removeIf(id -> !all.containsKey(id) || !shares.get().mine(all.get(id)));
        for (Instance instance : all.values()) {
            store.find(Subject.instance(instance.serviceId()), Figure.LATENCY_P95_MS)
                    .filter(series -> shares.get().mine(instance))
                    .ifPresent(series -> look(instance, series, now));
        }
    }

    private void look(Instance instance, Series series, Instant now) {
        Watched known = watched.get(instance.serviceId());
        if (known == null || !known.registeredAt().equals(instance.registeredAt())) {
            known = new Watched(instance.registeredAt(), new LevelTracker(), new NewSlots());
            watched.put(instance.serviceId(), known);
        }
        Crossings.Owner owner = Crossings.Owner.of(instance);
        Limits limits = settings.get().limits(instance);
        LevelTracker tracker = known.tracker();
        known.slots()
                .each(
                        series,
                        now,
                        (at, value) -> crossings.take(owner, Metric.LATENCY_P95_MS, value, limits, tracker, at));
    }
}
