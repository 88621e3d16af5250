package io.lotse.observer;

import java.time.Duration;

import io.lotse.contracts.health.HealthStatus;
import io.lotse.contracts.health.Vitals;

/**
 * What one check saw.
 *
 * @param status up, degraded, or down for a check that failed
 * @param latency to the end of the answer; null where it did not come to its end
 * @param httpStatus null where no answer came
 * @param detail for people
 * @param vitals what the instance told of itself; null for nothing
 */
record Finding(HealthStatus status, Duration latency, Integer httpStatus, String detail, Vitals vitals) {

    Finding(HealthStatus status, Duration latency, Integer httpStatus, String detail) {
        this(status, latency, httpStatus, detail, null);
    }

    static Finding failed(Integer httpStatus, String detail) {
        return new Finding(HealthStatus.DOWN, null, httpStatus, detail);
    }

    /** The same with what else the instance tells of itself. */
    Finding with(Vitals others) {
        return new Finding(status, latency, httpStatus, detail, vitals == null ? others : vitals.or(others));
    }

    /** The same with more said about it. */
    Finding with(String more) {
        return new Finding(status, latency, httpStatus, detail + more, vitals);
    }

    boolean isFailure() {
        return status == HealthStatus.DOWN;
    }
}
