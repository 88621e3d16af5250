package io.lotse.gateway;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Watches the exchanges of one event loop that wait for an instance. One periodic look at all of them costs less than
 * a timer for each.
 */
final class Deadlines {
    /** One that waits. */
    abstract static class Waiting {
        private Waiting previous;
        private Waiting next;
        private long since;

        /** The time is over; called once, after it was removed. */
        abstract void timedOut();

        /** Whether the other side is the one that is waited for now; else its time begins anew. */
        abstract boolean isOtherSidesTurn();
    }

    private final Waiting list;
    private final long timeout;
    private final LongSupplier nanoClock;

    Deadlines(Duration timeout, LongSupplier nanoClock) {
        this.timeout = timeout.toNanos();
        this.nanoClock = nanoClock;
        this.list = new Waiting() {
            @Override
            void timedOut() {}

            @Override
            boolean isOtherSidesTurn() {
                return false;
            }
        };
        list.next = list;
        list.previous = list;
    }

    void add(Waiting waiting) {
        waiting.since = nanoClock.getAsLong();
        waiting.previous = list.previous;
        waiting.next = list;
        list.previous.next = waiting;
        list.previous = waiting;
    }

    void remove(Waiting waiting) {
        if (waiting.next != null) {
            waiting.previous.next = waiting.next;
            waiting.next.previous = waiting.previous;
            waiting.next = null;
            waiting.previous = null;
        }
    }

    /** Ends the wait of all whose time is over. */
    void sweep() {
        long now = nanoClock.getAsLong();
        Waiting waiting = list.next;
        while (waiting != list) {
            Waiting following = waiting.next;
            if (!waiting.isOtherSidesTurn()) {
                waiting.since = now;
            } else if (now - waiting.since > timeout) {
                remove(waiting);
                waiting.timedOut();
            }
            waiting = following;
        }
    }
}
