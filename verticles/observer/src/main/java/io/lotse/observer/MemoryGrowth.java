package io.lotse.observer;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

import io.lotse.contracts.health.Vitals;

/**
 * How much more memory an instance holds at the least than a window of time ago, as its health answers tell. The least of
 * each tenth of the window counts: what a collector of garbage leaves, not what is waiting for it.
 */
final class MemoryGrowth {
    private static final int SLICES = 10;
    private static final int COMPARED = 3;
    private static final double PERCENT = 100;

    /** The least of each slice, the oldest first; the last one is under way. */
    private final double[] least = new double[SLICES + 1];

    private int filled;
    private Instant sliceBegan;
    private Duration window;
    private Duration uptime;
    private String version;

    /**
     * Takes what a check found.
     *
     * @return in percent, below 0 where it shrank; null until a whole window of one run of the instance was seen
     */
    Double take(Vitals vitals, Instant now, Duration overWindow) {
        if (vitals == null || vitals.memoryBytes() == null) {
            return null;
        }
        if (isAnotherRun(vitals) || !overWindow.equals(window)) {
            filled = 0;
            window = overWindow;
        }
        uptime = vitals.uptime();
        version = vitals.version();
        slice(vitals.memoryBytes(), now);
        if (filled <= SLICES) {
            return null;
        }
        double before = least(0, COMPARED);
        return before == 0 ? null : PERCENT * (least(SLICES - COMPARED, SLICES) - before) / before;
    }

    private boolean isAnotherRun(Vitals vitals) {
        boolean younger =
                uptime != null && vitals.uptime() != null && vitals.uptime().compareTo(uptime) < 0;
        boolean other =
                version != null && vitals.version() != null && !vitals.version().equals(version);
        return younger || other;
    }

    private void slice(double bytes, Instant now) {
        Duration length = window.dividedBy(SLICES);
        boolean gap = filled > 0 && now.isAfter(sliceBegan.plus(length.multipliedBy(2)));
        if (filled == 0 || gap) {
            filled = 1;
            sliceBegan = now;
            least[0] = bytes;
        } else if (now.isBefore(sliceBegan.plus(length))) {
            least[filled - 1] = Math.min(least[filled - 1], bytes);
        } else {
            if (filled == least.length) {
                System.arraycopy(least, 1, least, 0, SLICES);
            } else {
                filled++;
            }
            least[filled - 1] = bytes;
            sliceBegan = now;
        }
    }

    private double least(int from, int until) {
        return Arrays.stream(least, from, until).min().orElseThrow();
    }
}
