package io.lotse.statistics;

import java.time.Duration;

/** Durations as figures: milliseconds with their fraction, as latencies are told. */
public final class Millis {
    private static final double NANOS = 1e6;

    private Millis() {}

    public static double of(Duration time) {
        return time.toNanos() / NANOS;
    }

    public static Duration time(double millis) {
        return Duration.ofNanos(Math.round(millis * NANOS));
    }
}
