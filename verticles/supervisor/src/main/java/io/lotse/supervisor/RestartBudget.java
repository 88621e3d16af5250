package io.lotse.supervisor;

import java.time.Duration;
import java.util.function.LongSupplier;

/** So many restarts, and one more for each time that has passed, up to so many again. */
final class RestartBudget {
    private final int most;
    private final long refillNanos;
    private final LongSupplier nanoTime;
    private double left;
    private long countedAt;

    /**
     * @param left how many are left now; as many as there can be, if it is more
     * @param nanoTime as {@link System#nanoTime}
     */
    RestartBudget(int most, Duration refill, double left, LongSupplier nanoTime) {
        this.most = most;
        this.refillNanos = refill.toNanos();
        this.nanoTime = nanoTime;
        this.left = Math.min(most, left);
        this.countedAt = nanoTime.getAsLong();
    }

    /** How many were left when one was asked for last. */
    double left() {
        return left;
    }

    /** Takes one; false if there is none left. */
    boolean take() {
        long now = nanoTime.getAsLong();
        left = Math.min(most, left + (double) (now - countedAt) / refillNanos);
        countedAt = now;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
