package io.lotse.observer;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

import io.lotse.contracts.health.Vitals;
import io.lotse.statistics.Millis;

/** A figure of an instance that may have thresholds. Its name says its unit. */
enum Metric {
    /** From the question to the end of the answer to a health check. */
    RESPONSE_TIME_MS(1e9, "see what it waits for, or start more instances"),
    /** What 95 of 100 requests took that the gateways sent, measured there and not by checks. */
    LATENCY_P95_MS(1e9, "find what one request in twenty waits for"),
    CPU_PERCENT(100, "find what is busy, or start more instances"),
    /** Used of what may be used. */
    MEMORY_PERCENT(100, "raise the limit, or use less"),
    /** How much more is used at the least than a window of time ago. */
    MEMORY_GROWTH_PERCENT(1e6, "look for what is kept and never let go"),
    DATABASE_LOAD_PERCENT(100, "look for slow queries, or raise the pool's limit"),
    /** Messages that wait. */
    QUEUED(1e15, "see whether those who take them keep up");

    private static final double PERCENT = 100;

    private final double most;
    private final String advice;

    Metric(double most, String advice) {
        this.most = most;
        this.advice = advice;
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The largest threshold that makes sense. */
    double most() {
        return most;
    }

    /** What to do where it is too high. */
    String advice() {
        return advice;
    }

    static Optional<Metric> of(String wireName) {
        return Arrays.stream(values())
                .filter(m -> m.wireName().equals(wireName))
                .findFirst();
    }

    /**
     * The figure as a check found it.
     *
     * @param growth the memory's growth; null if not known yet
     * @return null where the check did not find it
     */
    Double of(Finding finding, Double growth) {
        Vitals vitals = finding.vitals() == null ? Vitals.NONE : finding.vitals();
        return switch (this) {
            case RESPONSE_TIME_MS -> finding.latency() == null ? null : Millis.of(finding.latency());
            case LATENCY_P95_MS -> null;
            case CPU_PERCENT -> map(vitals.cpu(), share -> share * PERCENT);
            case MEMORY_PERCENT ->
                vitals.memoryBytes() == null || vitals.memoryLimitBytes() == null || vitals.memoryLimitBytes() == 0
                        ? null
                        : PERCENT * vitals.memoryBytes() / vitals.memoryLimitBytes();
            case MEMORY_GROWTH_PERCENT -> growth;
            case DATABASE_LOAD_PERCENT -> map(vitals.databaseLoad(), share -> share * PERCENT);
            case QUEUED -> map(vitals.queued(), Long::doubleValue);
        };
    }

    private static <T> Double map(T value, Function<T, Double> how) {
        return value == null ? null : how.apply(value);
    }
}
