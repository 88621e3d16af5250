package io.lotse.gateway;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

/** Lets a new instance have a part of its share that grows to the whole with time: slow start. */
final class WarmUp {
    private static final double LEAST = 0.1;

    private final long since;
    private final long length;
    private final LongSupplier nanoClock;

    /** @param length how long it takes, in nanoseconds */
    WarmUp(long length, LongSupplier nanoClock) {
        this.since = nanoClock.getAsLong();
        this.length = length;
        this.nanoClock = nanoClock;
    }

    /** How much of its share the instance gets now, 0.1 to 1. */
    double share() {
        return Math.min(1, Math.max(LEAST, (nanoClock.getAsLong() - since) / (double) length));
    }

    /** Whether a request that would go to the instance may, by chance. */
    boolean admits() {
        return ThreadLocalRandom.current().nextDouble() < share();
    }

    boolean isOver() {
        return nanoClock.getAsLong() - since >= length;
    }
}
