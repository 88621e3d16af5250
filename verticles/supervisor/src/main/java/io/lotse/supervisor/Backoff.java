package io.lotse.supervisor;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Pauses that double from the first to the longest, each made up to a quarter longer or shorter at random. */
final class Backoff {
    private static final double JITTER = 0.25;

    private final Duration first;
    private final Duration longest;
    private final RandomGenerator random;
    private Duration next;

    Backoff(Duration first, Duration longest, RandomGenerator random) {
        this.first = first;
        this.longest = longest;
        this.random = random;
        this.next = first;
    }

    Duration next() {
        Duration now = next;
        Duration doubled = now.multipliedBy(2);
        next = doubled.compareTo(longest) < 0 ? doubled : longest;
        double factor = 1 - JITTER + 2 * JITTER * random.nextDouble();
        return Duration.ofNanos(Math.round(now.toNanos() * factor));
    }

    void reset() {
        next = first;
    }

    /** The next pause, as long as it is on average. */
    Duration plain() {
        return next;
    }

    /** Goes on with this pause. */
    void goOn(Duration pause) {
        next = pause;
    }
}
