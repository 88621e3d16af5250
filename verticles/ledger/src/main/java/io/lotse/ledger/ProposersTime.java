package io.lotse.ledger;

import java.time.Duration;

/**
 * The time as the commands tell it: the same on every voter that has applied the same commands, whatever its clock says. One
 * command moves it by a minute at most, forth or back: a node whose clock is wrong must not make what others kept
 * forgotten. Where few commands come, it lags.
 */
final class ProposersTime {
    private static final long STEP = Duration.ofMinutes(1).toMillis();

    /** {@link Long#MIN_VALUE} before the first command. */
    private long now = Long.MIN_VALUE;

    /** @param proposedAt by the proposer's clock, in milliseconds since 1970 */
    long advance(long proposedAt) {
        now = now == Long.MIN_VALUE ? proposedAt : Math.max(now - STEP, Math.min(proposedAt, now + STEP));
        return now;
    }

    long now() {
        return now;
    }

    void restore(long time) {
        now = time;
    }
}
