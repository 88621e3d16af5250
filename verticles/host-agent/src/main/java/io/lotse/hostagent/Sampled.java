package io.lotse.hostagent;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/** A value that is dear to have: had when somebody asks, and then good for a while for all who ask. */
final class Sampled<T> {
    static final Duration GOOD_FOR = Duration.ofSeconds(1);

    private final Supplier<T> source;
    private final Clock clock;
    private Instant takenAt = Instant.MIN;
    private T value;

    Sampled(Supplier<T> source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    synchronized T get() {
        Instant now = clock.instant();
        if (takenAt.isBefore(now.minus(GOOD_FOR))) {
            value = source.get();
            takenAt = clock.instant();
        }
        return value;
    }

    /** Whether nobody asked for the value for so long. */
    synchronized boolean idleFor(Duration time) {
        return takenAt.isBefore(clock.instant().minus(time));
    }
}
