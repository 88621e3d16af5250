package io.lotse.observer;

import java.time.Instant;
import java.util.function.BiConsumer;

/** Reads a series slot by slot of ten seconds as they come to their end: each once, however often it is looked at. */
final class NewSlots {
    private static final Resolution SLOTS = Resolution.TEN_SECONDS;
    /** What was measured longer ago is not caught up with. */
    private static final int MOST = 3;

    private long last;

    /** @param take told the end of each slot that holds something, and what */
    void each(Series series, Instant now, BiConsumer<Instant, Double> take) {
        // the last slot that nothing more comes to
        long end = SLOTS.slot(now.getEpochSecond() - Rollup.PATIENCE_SECONDS - 1);
        // at its first look there is no before
        long first = last == 0 ? end - 1 : Math.max(last + 1, end - MOST);
        if (first >= end) {
            return;
        }
        float[] values = series.read(SLOTS, first, end);
        for (int i = 0; i < values.length; i++) {
            if (!Float.isNaN(values[i])) {
                take.accept(Instant.ofEpochSecond((first + i + 1) * SLOTS.seconds()), (double) values[i]);
            }
        }
        last = end - 1;
    }
}
