package io.lotse.gateway;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.function.LongSupplier;

/**
 * How an instance's requests have ended of late, seen by all event loops of this node. A request that ends well reads a few
 * fields and writes nothing.
 */
final class Health {
    private static final AtomicIntegerFieldUpdater<Health> FAILURES =
            AtomicIntegerFieldUpdater.newUpdater(Health.class, "failures");
    private static final AtomicLongFieldUpdater<Health> LEFT_OUT_UNTIL =
            AtomicLongFieldUpdater.newUpdater(Health.class, "leftOutUntil");

    private final EjectionRule rule;
    private final HealthGroup group;
    private final LongSupplier nanoClock;
    private final Tally tally = new Tally();
    /** Null where the route has no breaker. */
    private final Breaker breaker;

    private volatile int failures;
    /** 0 while it is in; else for how long it was left out at last, in nanoseconds. */
    private volatile long ejection;

    private volatile long leftOutUntil;
    /** Whether a request was let through to see if it is back, and nothing is known of that one yet. */
    private volatile boolean onTrial;

    private volatile boolean unreachable;
    /** For how long it was left out before it was taken back last, and when that was. */
    private volatile long formerEjection;

    private volatile long takenBackAt;
    /** How often it was taken back. */
    private volatile int returns;

    /** @param breaker null for none */
    Health(EjectionRule rule, HealthGroup group, LongSupplier nanoClock, Breaker breaker) {
        this.rule = rule;
        this.group = group;
        this.nanoClock = nanoClock;
        this.breaker = breaker;
    }

    /** Whether it may be picked before others have been tried. Says yes once when its time is over: the trial. */
    boolean admits() {
        return (ejection == 0 || admitsTrial()) && (breaker == null || breaker.admits());
    }

    private boolean admitsTrial() {
        long until = leftOutUntil;
        long now = nanoClock.getAsLong();
        if (now - until < 0 || !LEFT_OUT_UNTIL.compareAndSet(this, until, now + ejection)) {
            return false;
        }
        onTrial = true;
        return true;
    }

    /** Whether its time is over, so that it may be tried. */
    boolean mayBeTried(long now) {
        return (ejection == 0 || now - leftOutUntil >= 0) && (breaker == null || breaker.mayBeTried(now));
    }

    boolean isEjected() {
        return ejection != 0;
    }

    /** Whether its circuit is not closed: then it gets nothing but trials, also when there is no other instance. */
    boolean isOpen() {
        return breaker != null && breaker.isOpen();
    }

    /** Null where the route has none. */
    Breaker breaker() {
        return breaker;
    }

    Tally tally() {
        return tally;
    }

    int failures() {
        return failures;
    }

    /** Grows each time it is taken back. */
    int returns() {
        return returns;
    }

    /**
     * A connect failed: leaves the instance out, whatever the share, then twice as long each time it fails on trial.
     * Others that were under way at the same time say nothing new.
     */
    void connectFailed() {
        tally.connectFailure();
        unreachable = true;
        if (breaker != null) {
            breaker.failed();
        }
        if (ejection == 0 || onTrial) {
            eject();
        }
    }

    /** It takes connections. */
    void connected() {
        if (unreachable) {
            unreachable = false;
            takeBack();
        }
    }

    /** A request ended well. */
    void succeeded() {
        if (failures != 0) {
            failures = 0;
        }
        if (ejection != 0) {
            takeBack();
        }
        if (breaker != null) {
            breaker.succeeded();
        }
    }

    /** A request broke off, timed out, or the answer says that the instance is not up to it. */
    void failed() {
        tally.failure();
        if (breaker != null) {
            breaker.failed();
        }
        int count = FAILURES.incrementAndGet(this);
        if (rule.failures() == 0) {
            return;
        }
        boolean isIn = ejection == 0;
        if (isIn ? count >= rule.failures() && group.mayEjectOneMore() : onTrial) {
            failures = 0;
            eject();
        }
    }

    /** It is much slower than the others. */
    void tooSlow() {
        if (ejection == 0 && group.mayEjectOneMore()) {
            eject();
        }
    }

    /** One that fails again soon after it was taken back is left out for longer than before. */
    private void eject() {
        long now = nanoClock.getAsLong();
        long before = ejection;
        if (before == 0 && now - takenBackAt < rule.longest()) {
            before = formerEjection;
        }
        long length = before == 0 ? rule.first() : Math.min(2 * before, rule.longest());
        leftOutUntil = now + length;
        ejection = length;
        onTrial = false;
    }

    private void takeBack() {
        formerEjection = ejection;
        takenBackAt = nanoClock.getAsLong();
        ejection = 0;
        onTrial = false;
        returns++;
    }
}
