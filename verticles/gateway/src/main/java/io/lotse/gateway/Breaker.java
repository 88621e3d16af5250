package io.lotse.gateway;

import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.lotse.contracts.gateway.CircuitState;

/**
 * The circuit to an instance, with the states of vertx-circuit-breaker: closed, open after so many failures within a window,
 * half open for one trial after a while. Seen by all event loops of this node; while it is closed a request reads one field.
 */
final class Breaker {
    private final BreakerRule rule;
    private final LongSupplier nanoClock;
    private final Consumer<CircuitState> onChange;
    /** When the last failures were, as a ring. */
    private final long[] failures;

    private int count;
    private volatile CircuitState state = CircuitState.CLOSED;
    private long since;

    /** @param onChange told each change of state that this node found out itself */
    Breaker(BreakerRule rule, LongSupplier nanoClock, Consumer<CircuitState> onChange) {
        this.rule = rule;
        this.nanoClock = nanoClock;
        this.onChange = onChange;
        this.failures = new long[rule.failures()];
    }

    CircuitState state() {
        return state;
    }

    boolean isOpen() {
        return state != CircuitState.CLOSED;
    }

    /** Whether its time is over, so that it may be tried. */
    synchronized boolean mayBeTried(long now) {
        return state == CircuitState.CLOSED || now - since >= rule.open();
    }

    /** Whether a request may go there now; says yes once when its time is over, for the trial. */
    boolean admits() {
        return state == CircuitState.CLOSED || admitsTrial();
    }

    private synchronized boolean admitsTrial() {
        long now = nanoClock.getAsLong();
        // a trial that nobody reported on does not keep the circuit half open for ever
        if (state != CircuitState.CLOSED && now - since < rule.open()) {
            return false;
        }
        if (state != CircuitState.CLOSED) {
            since = now;
            become(CircuitState.HALF_OPEN);
        }
        return true;
    }

    void succeeded() {
        if (state == CircuitState.CLOSED) {
            return;
        }
        synchronized (this) {
            if (state == CircuitState.HALF_OPEN) {
                count = 0;
                become(CircuitState.CLOSED);
            }
        }
    }

    synchronized void failed() {
        long now = nanoClock.getAsLong();
        if (state == CircuitState.HALF_OPEN) {
            open(now);
            become(CircuitState.OPEN);
        } else if (state == CircuitState.CLOSED) {
            failures[count++ % failures.length] = now;
            // what the ring would overwrite next is the oldest of the last failures
            if (count >= failures.length && now - failures[count % failures.length] <= rule.window()) {
                open(now);
                become(CircuitState.OPEN);
            }
        }
    }

    /** Another node found it open. */
    synchronized void hintOpen() {
        if (state == CircuitState.CLOSED) {
            open(nanoClock.getAsLong());
            state = CircuitState.OPEN;
        }
    }

    private void open(long now) {
        since = now;
        count = 0;
    }

    private void become(CircuitState next) {
        if (state != next) {
            state = next;
            onChange.accept(next);
        }
    }
}
