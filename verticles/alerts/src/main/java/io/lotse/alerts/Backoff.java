package io.lotse.alerts;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before a channel is tried again: twice as long each time, and never all at the same moment. */
final class Backoff {
    static final Duration FIRST = Duration.ofSeconds(1);
    static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int DOUBLINGS = 10;

    private final RandomGenerator random;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** @param attempts how often it was tried, 1 or more */
    Duration after(int attempts) {
        Duration most = FIRST.multipliedBy(1L << Math.min(attempts - 1, DOUBLINGS));
        long millis = Math.min(most.toMillis(), LONGEST.toMillis());
        return Duration.ofMillis(millis / 2 + random.nextLong(millis / 2 + 1));
    }
}
