package io.lotse.gateway;

import java.util.concurrent.atomic.LongAdder;

/** Counts the clients that a node's gateway cut off because they were too slow. */
final class SlowClients {
    /** What they were too slow with. */
    enum With {
        HEAD,
        BODY,
        READING
    }

    private final LongAdder[] counts = {new LongAdder(), new LongAdder(), new LongAdder()};

    void cutOff(With what) {
        counts[what.ordinal()].increment();
    }

    long count(With what) {
        return counts[what.ordinal()].sum();
    }
}
