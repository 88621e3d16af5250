package io.lotse.statistics;

import java.util.Arrays;

/**
 * Whether and how fast a curve rises, by the slopes between all pairs of its values.
 *
 * <p>The slope is their median (Theil 1950, Sen 1968), which a quarter of wild values does not move; the interval is
 * Sen's. The chance is that of Mann (1945) and Kendall (1975), with the variance corrected for equal values, and enlarged
 * where neighbours are alike (as Yue and Wang 2004 do, for an autoregressive process of the first order): without that, a
 * curve that wanders passes for one that rises.
 *
 * @param perHour the slope; NaN of fewer than two values
 * @param perHourLow the low end of its 95 % interval
 * @param perHourHigh the high end of its 95 % interval
 * @param chance how probable so clear a rise is where there is none, 0 to 1
 */
public record Trend(double perHour, double perHourLow, double perHourHigh, double chance) {
    private static final double HOUR_MILLIS = 3_600_000;
    /** 95 % of normal values are within so many deviations. */
    private static final double TWO_SIDED_95 = 1.96;

    public static Trend of(Curve curve) {
        int n = curve.size();
        if (n < 2) {
            return new Trend(Double.NaN, Double.NaN, Double.NaN, 1);
        }
        double[] slopes = new double[n * (n - 1) / 2];
        double rises = 0;
        for (int j = 1, pair = 0; j < n; j++) {
            for (int i = 0; i < j; i++) {
                double rise = curve.values()[j] - curve.values()[i];
                rises += Math.signum(rise);
                slopes[pair++] = rise * HOUR_MILLIS / (curve.atMillis()[j] - curve.atMillis()[i]);
            }
        }
        Arrays.sort(slopes);
        double slope = Order.medianOfSorted(slopes);
        double deviation = Math.sqrt(variance(curve.values()) * enlargement(curve, slope));
        double half = TWO_SIDED_95 * deviation;
        return new Trend(
                slope,
                slopes[index((slopes.length - half) / 2, slopes.length)],
                slopes[index((slopes.length + half) / 2, slopes.length)],
                deviation == 0 ? 1 : Order.chance((rises - Math.signum(rises)) / deviation));
    }

    private static double variance(double[] values) {
        double n = values.length;
        double variance = n * (n - 1) * (2 * n + 5);
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        for (int begin = 0; begin < sorted.length; ) {
            int end = begin + 1;
            while (end < sorted.length && sorted[end] == sorted[begin]) {
                end++;
            }
            double equal = end - begin;
            variance -= equal * (equal - 1) * (2 * equal + 5);
            begin = end;
        }
        return variance / 18;
    }

    private static double enlargement(Curve curve, double slope) {
        double[] rest = new double[curve.size()];
        for (int i = 0; i < rest.length; i++) {
            rest[i] = curve.values()[i] - slope * (curve.atMillis()[i] - curve.atMillis()[0]) / HOUR_MILLIS;
        }
        double memory = Order.memory(rest);
        return (1 + memory) / (1 - memory);
    }

    private static int index(double rank, int length) {
        return (int) Math.max(0, Math.min(length - 1, Math.round(rank)));
    }
}
