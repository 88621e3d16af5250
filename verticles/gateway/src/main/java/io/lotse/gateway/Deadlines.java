package io.lotse.gateway;

import java.util.function.LongSupplier;

/**
 * Watches the exchanges of one event loop. One periodic look at all of them costs less than timers for each.
 */
final class Deadlines {
    /** One that is watched. */
    abstract static class Watched {
        private Watched previous;
        private Watched next;

        /**
         * Looks whether something is overdue.
         *
         * @param now the time in nanoseconds
         */
        abstract void check(long now);
    }

    private final Watched list;
    private final LongSupplier nanoClock;
    /** Whom the sweep looks at next. */
    private Watched cursor;

    Deadlines(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.list = new Watched() {
            @Override
            void check(long now) {}
        };
        list.next = list;
        list.previous = list;
    }

    void add(Watched watched) {
        watched.previous = list.previous;
        watched.next = list;
        list.previous.next = watched;
        list.previous = watched;
    }

    void remove(Watched watched) {
        if (watched.next != null) {
            cursor = cursor == watched ? watched.next : cursor;
            watched.previous.next = watched.next;
            watched.next.previous = watched.previous;
            watched.next = null;
            watched.previous = null;
        }
    }

    /** Lets each look whether something is overdue; it may end, and others with it. */
    void sweep() {
        long now = nanoClock.getAsLong();
        cursor = list.next;
        while (cursor != list) {
            Watched watched = cursor;
            cursor = watched.next;
            watched.check(now);
        }
    }
}
