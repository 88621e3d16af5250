package io.lotse.observer;

import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.health.Breach;
import io.lotse.contracts.health.BreachLevel;
import io.lotse.contracts.registry.Instance;
import io.lotse.meshview.MeshSnapshot;

/** Holds what this node's checks find against the thresholds, and tells when one is crossed, up or down. */
final class ThresholdWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ThresholdWatch.class);

    private final Supplier<ObserverSettings> settings;
    private final String node;
    private final Consumer<Breach> tell;
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

    ThresholdWatch(Supplier<ObserverSettings> settings, String node, Consumer<Breach> tell) {
        this.settings = settings;
        this.node = node;
        this.tell = tell;
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
        for (Metric metric : Metric.values()) {
            Double value = metric.of(finding, growth);
            if (value != null) {
                LevelTracker tracker = known.trackers.computeIfAbsent(metric, m -> new LevelTracker());
                BreachLevel before = tracker.level();
                Threshold threshold = limits.threshold(metric);
                if (tracker.take(value, threshold, limits)) {
                    crossed(instance, metric, value, threshold, before, tracker.level(), now);
                }
            }
        }
    }

    /** Forgets those that are registered no more. */
    void retain(MeshSnapshot snapshot) {
        watched.keySet().removeIf(id -> !snapshot.instances().containsKey(id));
    }

    private void crossed(
            Instance instance,
            Metric metric,
            double value,
            Threshold threshold,
            BreachLevel before,
            BreachLevel level,
            Instant now) {
        Double limit = threshold.limit(level.compareTo(before) > 0 ? level : before);
        String detail = level == BreachLevel.OK
                ? String.format(Locale.ROOT, "%s is %.1f, well again", metric.wireName(), value)
                : String.format(
                        Locale.ROOT,
                        "%s is %.1f, the limit %.1f: %s",
                        metric.wireName(),
                        value,
                        limit,
                        metric.advice());
        Breach breach = new Breach(
                UUID.randomUUID().toString(),
                instance.serviceId(),
                instance.serviceName(),
                metric.wireName(),
                level,
                before,
                value,
                limit == null ? 0 : limit,
                detail,
                now,
                node);
        LOG.warn(
                "event=threshold_crossed service={} service_id={} metric={} level={} before={} value={} limit={}",
                breach.serviceName(),
                breach.serviceId(),
                breach.metric(),
                level.wireName(),
                before.wireName(),
                value,
                limit);
        tell.accept(breach);
    }
}
