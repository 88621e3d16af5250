package io.lotse.observer;

import java.util.Arrays;
import java.util.Comparator;

/**
 * A span of time as it is read: the finest resolution that still has all of it, and how many of its slots become one value.
 *
 * @param first the second that it begins with, on a multiple of the step
 * @param end the second that it ends before
 * @param step from one value to the next, in seconds; a multiple of the resolution's
 */
record Window(Resolution resolution, long first, long end, int step) {
    /** Values in one answer. */
    static final int MOST_VALUES = 2_200;

    /**
     * @param from seconds since 1970
     * @param to seconds since 1970, after from
     * @param wanted the step that is wanted at least, in seconds
     * @param now what the ages of values are counted from, in seconds since 1970
     */
    static Window of(long from, long to, long wanted, long now) {
        Resolution finest = Arrays.stream(Resolution.values())
                .filter(r -> from >= now - r.kept().toSeconds())
                .findFirst()
                .orElse(Resolution.MINUTE);
        Resolution resolution = Arrays.stream(Resolution.values())
                .filter(r -> r == finest || (r.seconds() > finest.seconds() && r.seconds() <= wanted))
                .max(Comparator.comparingInt(Resolution::seconds))
                .orElse(finest);
        long oldest = Math.max(from, now - resolution.kept().toSeconds());
        long enough = Math.max(wanted, roundedUp(Math.max(0, to - oldest), MOST_VALUES));
        int step = (int) (roundedUp(enough, resolution.seconds()) * resolution.seconds());
        long first = Math.floorDiv(oldest, (long) step) * step;
        return new Window(resolution, first, Math.max(first, to), step);
    }

    /** One value for each step; not a number where nothing was measured. */
    double[] read(Series series, Figure figure) {
        int slots = step / resolution.seconds();
        int steps = (int) roundedUp(end - first, step);
        float[] fine = series.read(resolution, resolution.slot(first), resolution.slot(first) + (long) steps * slots);
        double[] values = new double[steps];
        for (int i = 0; i < steps; i++) {
            Fold.Values folded = new Fold.Values();
            for (int j = 0; j < slots; j++) {
                float value = fine[i * slots + j];
                if (!Float.isNaN(value)) {
                    folded.add(value);
                }
            }
            values[i] = folded.folded(figure.overTime());
        }
        return values;
    }

    private static long roundedUp(long dividend, long divisor) {
        return -Math.floorDiv(-dividend, divisor);
    }
}
