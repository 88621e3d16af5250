package io.lotse.observer;

import java.util.Arrays;

/**
 * One figure over a span of time. Where nothing was measured there is no value.
 *
 * @param times the beginning of the time that each value is for, in seconds since 1970, the oldest first
 * @param values of the same length
 */
record Column(Figure figure, long[] times, double[] values) {
    boolean isEmpty() {
        return times.length == 0;
    }

    /** Of values at equal distances, those that are there. */
    static Column of(Figure figure, long first, int step, double[] values) {
        long[] times = new long[values.length];
        double[] there = new double[values.length];
        int size = 0;
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i])) {
                times[size] = first + (long) i * step;
                there[size++] = values[i];
            }
        }
        return new Column(figure, Arrays.copyOf(times, size), Arrays.copyOf(there, size));
    }
}
