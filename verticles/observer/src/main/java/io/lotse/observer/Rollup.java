package io.lotse.observer;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Gathers what is told by the second, and puts it into the store at each resolution once its slot is over: what comes late is
 * still in time for a while. On one event loop.
 */
final class Rollup {
    /** How late something may be told. */
    static final int PATIENCE_SECONDS = 3;

    private final MetricStore store;
    private final long startedAt;
    private final Map<Resolution, NavigableMap<Long, Map<Subject, Bin>>> open = new EnumMap<>(Resolution.class);
    private long now;

    /** @param now seconds since 1970 */
    Rollup(MetricStore store, long now) {
        this.store = store;
        this.startedAt = now;
        this.now = now;
        for (Resolution resolution : Resolution.values()) {
            open.put(resolution, new TreeMap<>());
        }
    }

    /**
     * Takes something of a subject.
     *
     * @param second when it was, by the clock of who tells it: one that is much too early or late counts as now
     */
    void take(Subject subject, long second, Consumer<Bin> into) {
        boolean isNear = second <= now + PATIENCE_SECONDS && second > now - PATIENCE_SECONDS;
        into.accept(bin(Resolution.SECOND, isNear ? second : now, subject));
    }

    /** It is so late; ends what is over. About once a second. */
    void advance(long second) {
        now = Math.max(now, second);
        endBefore(now - PATIENCE_SECONDS + 1);
    }

    /** Ends all, also what is not over. */
    void finish() {
        endBefore(Long.MAX_VALUE / Resolution.MINUTE.seconds());
    }

    private void endBefore(long second) {
        for (Resolution resolution : Resolution.values()) {
            NavigableMap<Long, Map<Subject, Bin>> slots = open.get(resolution);
            while (!slots.isEmpty() && (slots.firstKey() + 1) * resolution.seconds() <= second) {
                Map.Entry<Long, Map<Subject, Bin>> over = slots.pollFirstEntry();
                end(resolution, over.getKey(), over.getValue());
            }
        }
    }

    private void end(Resolution resolution, long slot, Map<Subject, Bin> bins) {
        double seconds = filled(resolution, slot);
        bins.forEach((subject, bin) -> {
            bin.read(
                    seconds,
                    (figure, value) -> store.put(new MetricStore.Key(subject, figure), resolution, slot, value));
            if (resolution == Resolution.SECOND) {
                bin(Resolution.TEN_SECONDS, slot, subject).add(bin);
                bin(Resolution.MINUTE, slot, subject).add(bin);
            }
        });
    }

    /** For how many seconds of a slot this was there to listen. */
    private double filled(Resolution resolution, long slot) {
        long begin = Math.max(slot * resolution.seconds(), startedAt);
        long end = Math.min((slot + 1) * resolution.seconds(), now + 1);
        return Math.max(1, end - begin);
    }

    private Bin bin(Resolution resolution, long second, Subject subject) {
        return open.get(resolution)
                .computeIfAbsent(resolution.slot(second), s -> new HashMap<>())
                .computeIfAbsent(subject, s -> new Bin());
    }
}
