package io.lotse.observer;

import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

import io.lotse.contracts.registry.Instance;
import io.lotse.meshview.MeshSnapshot;

/** Holds what this node's checks find against the thresholds. */
final class ThresholdWatch {
    private final Supplier<ObserverSettings> settings;
    private final Crossings crossings;
    private final Map<String, Watched> watched = new HashMap<>();

    /** What is known of one instance. */
    private static final class Watched {
        private final Instant registeredAt;
        private final Map<Metric, LevelTracker> trackers = new EnumMap<>(Metric.class);
        private final MemoryGrowth growth = new MemoryGrowth();

        Watched(Instant registeredAt) {
            this.registeredAt = registeredAt;
        }
    }

    ThresholdWatch(Supplier<ObserverSettings> settings, Crossings crossings) {
        this.settings = settings;
        this.crossings = crossings;
    }

    /** This node made a check. */
    void checked(Instance instance, Finding finding, Instant now) {
        Limits limits = settings.get().limits(instance);
        Watched known = watched.get(instance.serviceId());
        if (known == null || !known.registeredAt.equals(instance.registeredAt())) {
            known = new Watched(instance.registeredAt());
            watched.put(instance.serviceId(), known);
        }
        Double growth = known.growth.take(finding.vitals(), now, limits.memoryWindow());
        Crossings.Owner owner = Crossings.Owner.of(instance);
        for (Metric metric : Metric.values()) {
            Double value = metric.of(finding, growth);
            if (value != null) {
                LevelTracker tracker = known.trackers.computeIfAbsent(metric, m -> new LevelTracker());
                crossings.take(owner, metric, value, limits, tracker, now);
            }
        }
    }

    /** Forgets those that are registered no more. */
    void retain(MeshSnapshot snapshot) {
        watched.keySet().removeIf(id -> !snapshot.instances().containsKey(id));
    }
}
