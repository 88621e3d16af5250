package io.lotse.statistics;

import java.util.Arrays;

/**
 * By how much one set of values lies above another: the median of the differences between all pairs (Hodges and Lehmann
 * 1963) with Moses' interval, and the chance of Mann and Whitney (1947), both with the variance enlarged where neighbours
 * are alike.
 *
 * @param by the shift, NaN if either set is empty
 * @param low the low end of its 95 % interval
 * @param high the high end of its 95 % interval
 * @param chance how probable so clear a shift up is where there is none, 0 to 1
 */
public record Shift(double by, double low, double high, double chance) {
    private static final double TWO_SIDED_95 = 1.96;

    public static Shift of(double[] before, double[] after) {
        if (before.length == 0 || after.length == 0) {
            return new Shift(Double.NaN, Double.NaN, Double.NaN, 1);
        }
        double[] differences = new double[before.length * after.length];
        double above = 0;
        int pair = 0;
        for (double b : before) {
            for (double a : after) {
                above += a > b ? 1 : a == b ? 0.5 : 0;
                differences[pair++] = a - b;
            }
        }
        Arrays.sort(differences);
        double pairs = differences.length;
        double memory = Math.max(Order.memory(before), Order.memory(after));
        double deviation = Math.sqrt(pairs * (before.length + after.length + 1) / 12 * (1 + memory) / (1 - memory));
        double half = TWO_SIDED_95 * deviation;
        return new Shift(
                Order.medianOfSorted(differences),
                differences[(int) Math.max(0, Math.round(pairs / 2 - half))],
                differences[(int) Math.min(pairs - 1, Math.round(pairs / 2 + half))],
                Order.chance((above - pairs / 2) / deviation));
    }
}
