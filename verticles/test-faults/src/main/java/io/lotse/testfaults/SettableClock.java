package io.lotse.testfaults;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until a test moves it; any thread may read it. */
public final class SettableClock extends Clock {
    private final AtomicReference<Instant> now;

    /** @param start what it shows at first */
    public SettableClock(Instant start) {
        this.now = new AtomicReference<>(start);
    }

    /** Moves it on. */
    public void advance(Duration by) {
        now.updateAndGet(i -> i.plus(by));
    }

    /** Sets it. */
    public void set(Instant to) {
        now.set(to);
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    /** UTC only: a zone would change nothing that is compared here. */
    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("a SettableClock is in UTC");
    }
}
