package io.lotse.observer;

import java.time.Duration;
import java.util.Map;

/**
 * What an endpoint is held to.
 *
 * @param thresholds by figure; one that is missing has none
 * @param critical whether users wait for it: otherwise a slow answer is a warning at most
 * @param consecutive how many checks in a row must agree before the level changes
 * @param lasting for how long they must agree, from the first of them to the last
 * @param hysteresisPercent how far below a threshold a figure must come to be well again
 * @param memoryWindow over what time memory must be stable
 */
record Limits(
        Map<Metric, Threshold> thresholds,
        boolean critical,
        int consecutive,
        Duration lasting,
        double hysteresisPercent,
        Duration memoryWindow) {

    static final Limits DEFAULT = new Limits(
            Map.of(
                    Metric.RESPONSE_TIME_MS, new Threshold(500.0, 500.0),
                    Metric.LATENCY_P95_MS, new Threshold(500.0, 500.0),
                    Metric.CPU_PERCENT, new Threshold(70.0, 90.0),
                    Metric.MEMORY_PERCENT, new Threshold(90.0, 98.0),
                    Metric.MEMORY_GROWTH_PERCENT, new Threshold(10.0, 50.0),
                    Metric.DATABASE_LOAD_PERCENT, new Threshold(80.0, 95.0)),
            false,
            3,
            Duration.ZERO,
            10,
            Duration.ofMinutes(30));

    Limits {
        thresholds = Map.copyOf(thresholds);
    }

    Threshold threshold(Metric metric) {
        Threshold threshold = thresholds.getOrDefault(metric, Threshold.OFF);
        boolean isTime = metric == Metric.RESPONSE_TIME_MS || metric == Metric.LATENCY_P95_MS;
        return isTime && !critical ? threshold.warningsOnly() : threshold;
    }

    /** What a request path is held to that says nothing itself: users wait for it, and its times are not those of health checks. */
    Limits ofPath() {
        Threshold times = DEFAULT.thresholds().get(Metric.RESPONSE_TIME_MS);
        return new Limits(
                Map.of(Metric.RESPONSE_TIME_MS, times), true, consecutive, lasting, hysteresisPercent, memoryWindow);
    }
}
