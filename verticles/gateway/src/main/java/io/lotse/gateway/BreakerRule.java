package io.lotse.gateway;

import java.time.Duration;

import io.lotse.contracts.gateway.CircuitBreaking;

/**
 * When a circuit opens, with its defaults filled in.
 *
 * @param failures so many
 * @param window within this time, in nanoseconds
 * @param open for how long before a trial, in nanoseconds
 */
record BreakerRule(int failures, long window, long open) {
    /** Null for no breaker. */
    static BreakerRule of(CircuitBreaking breaking) {
        return breaking == null
                ? null
                : new BreakerRule(
                        breaking.failures() == null ? 5 : breaking.failures(),
                        nanos(breaking.window(), Duration.ofSeconds(10)),
                        nanos(breaking.open(), Duration.ofSeconds(5)));
    }

    private static long nanos(Duration told, Duration otherwise) {
        return (told == null ? otherwise : told).toNanos();
    }
}
