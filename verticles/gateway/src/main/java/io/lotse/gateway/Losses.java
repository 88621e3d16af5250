package io.lotse.gateway;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts what fell because a bounded queue was full, or nobody took it, and tells of it now and then. */
final class Losses {
    private final LongAdder count = new LongAdder();
    private long told;

    /** Adds some; from any thread. */
    void add(long lost) {
        count.add(lost);
    }

    void countIn(MeterRegistry registry, String name, String description) {
        FunctionCounter.builder(name, count, LongAdder::sum)
                .description(description)
                .register(registry);
    }

    /** Tells how many have come since it was told last, if any have. */
    synchronized void tell(LongConsumer listener) {
        long now = count.sum();
        if (now > told) {
            listener.accept(now - told);
            told = now;
        }
    }
}
