package io.lotse.gateway;

import java.time.Duration;

import io.lotse.contracts.gateway.Ejection;

/**
 * When an instance is left out, with its defaults filled in.
 *
 * @param failures so many in a row; 0 for never
 * @param latencyFactor so many times slower than the median; 0 for never
 * @param first for how long at first, in nanoseconds
 * @param longest for how long at most, in nanoseconds
 * @param maxShare the largest share that is left out, in percent
 */
record EjectionRule(int failures, int latencyFactor, long first, long longest, int maxShare) {
    static final EjectionRule DEFAULTS = of(Ejection.DEFAULTS);

    static EjectionRule of(Ejection ejection) {
        Ejection e = ejection == null ? Ejection.DEFAULTS : ejection;
        long first = nanos(e.first(), Duration.ofSeconds(1));
        return new EjectionRule(
                e.failures() == null ? 5 : e.failures(),
                e.latencyFactor() == null ? 0 : e.latencyFactor(),
                first,
                Math.max(first, nanos(e.longest(), Duration.ofSeconds(30))),
                e.maxShare() == null ? 50 : e.maxShare());
    }

    private static long nanos(Duration told, Duration otherwise) {
        return (told == null ? otherwise : told).toNanos();
    }
}
