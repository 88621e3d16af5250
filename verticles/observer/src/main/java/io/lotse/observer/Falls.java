package io.lotse.observer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import io.lotse.statistics.Curve;

/**
 * How often a curve of memory fell at once: how often garbage was collected, as far as samples show it.
 *
 * @param apart how long nine in ten of the times between two of them are at most, those at the ends of the curve included
 */
record Falls(int count, Duration apart) {
    /** Nobody knows what happened in a gap as long as this. */
    private static final long GAP_MILLIS = 180_000;

    private static final double MOST = 0.9;

    /** @param share a fall is one by at least this share of the least that was held: beside a leak garbage looks small */
    static Falls of(Curve memory, double share) {
        List<Long> apart = new ArrayList<>();
        int count = 0;
        double least = share * Arrays.stream(memory.values()).min().orElse(0);
        long last = memory.isEmpty() ? 0 : memory.atMillis()[0];
        for (int i = 1; i < memory.size(); i++) {
            long at = memory.atMillis()[i];
            boolean gap = at - memory.atMillis()[i - 1] > GAP_MILLIS;
            boolean fall = !gap && memory.values()[i] < memory.values()[i - 1] - least;
            if (fall || i == memory.size() - 1) {
                apart.add(at - last);
            }
            last = fall || gap ? at : last;
            count += fall ? 1 : 0;
        }
        Collections.sort(apart);
        return new Falls(
                count, Duration.ofMillis(apart.isEmpty() ? 0 : apart.get((int) Math.ceil(apart.size() * MOST) - 1)));
    }
}
