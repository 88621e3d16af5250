package io.lotse.events;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;

import io.lotse.contracts.events.TopicState;

/** One topic: how much is said, and what was said last. */
final class TopicMemory {
    /** An event counts for the rate by e^(-age/60 s). */
    private static final double RATE_SECONDS = 60;

    private final String name;
    private final Queue<EventMemory.Remembered> recent = new ArrayDeque<>();
    private long published;
    private Instant lastAt;
    private double rate;

    TopicMemory(String name) {
        this.name = name;
    }

    /** The last events, the oldest first. */
    Queue<EventMemory.Remembered> recent() {
        return recent;
    }

    void count(Instant now) {
        rate = rateAt(now) + 1 / RATE_SECONDS;
        published++;
        lastAt = now;
    }

    TopicState state(Instant now) {
        return new TopicState(name, published, lastAt, rateAt(now));
    }

    private double rateAt(Instant now) {
        if (lastAt == null) {
            return 0;
        }
        double seconds = Math.max(0, Duration.between(lastAt, now).toMillis() / 1000.0);
        return rate * Math.exp(-seconds / RATE_SECONDS);
    }
}
