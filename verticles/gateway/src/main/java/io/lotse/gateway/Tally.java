package io.lotse.gateway;

import java.util.concurrent.atomic.LongAdder;

/** What an instance was asked and how often that failed, counted by all event loops of this node. */
final class Tally {
    private final LongAdder requests = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder connectFailures = new LongAdder();

    /** A request goes there. */
    void request() {
        requests.increment();
    }

    /** A request broke off, timed out, or was answered 502, 503 or 504. */
    void failure() {
        failures.increment();
    }

    void connectFailure() {
        connectFailures.increment();
    }

    long requests() {
        return requests.sum();
    }

    long failures() {
        return failures.sum();
    }

    long connectFailures() {
        return connectFailures.sum();
    }
}
