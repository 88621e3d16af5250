package io.lotse.observer;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.health.Breach;
import io.lotse.contracts.health.BreachLevel;
import io.lotse.contracts.registry.Instance;

/** Holds figures against thresholds, and tells when one is crossed, up or down. */
final class Crossings {
    private static final Logger LOG = LoggerFactory.getLogger(Crossings.class);

    private final String node;
    private final Consumer<Breach> tell;

    /**
     * Whose figure it is.
     *
     * @param serviceId the instance; null for a path
     * @param path null for an instance
     */
    record Owner(String service, String serviceId, String path) {
        static Owner of(Instance instance) {
            return new Owner(instance.serviceName(), instance.serviceId(), null);
        }
    }

    Crossings(String node, Consumer<Breach> tell) {
        this.node = node;
        this.tell = tell;
    }

    /** Takes a value of a figure, whose level is kept in the tracker. */
    void take(Owner owner, Metric metric, double value, Limits limits, LevelTracker tracker, Instant now) {
        BreachLevel before = tracker.level();
        Threshold threshold = limits.threshold(metric);
        if (!tracker.take(value, threshold, limits, now)) {
            return;
        }
        BreachLevel level = tracker.level();
        Double limit = threshold.limit(level.compareTo(before) > 0 ? level : before);
        String of = owner.path() == null ? "" : " of " + owner.path();
        String detail = level == BreachLevel.OK
                ? String.format(Locale.ROOT, "%s%s is %.1f, well again", metric.wireName(), of, value)
                : String.format(
                        Locale.ROOT,
                        "%s%s is %.1f, the limit %.1f: %s",
                        metric.wireName(),
                        of,
                        value,
                        limit,
                        metric.advice());
        LOG.warn(
                "event=threshold_crossed service={} service_id={} path={} metric={} level={} before={} value={} limit={}",
                owner.service(),
                owner.serviceId(),
                owner.path(),
                metric.wireName(),
                level.wireName(),
                before.wireName(),
                value,
                limit);
        tell.accept(new Breach(
                UUID.randomUUID().toString(),
                owner.serviceId(),
                owner.service(),
                metric.wireName(),
                level,
                before,
                value,
                limit == null ? 0 : limit,
                detail,
                now,
                node,
                owner.path()));
    }
}
