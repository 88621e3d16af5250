package io.lotse.statistics;

import java.util.Arrays;

/** What the order of values says: a few that are far off change none of it. */
public final class Order {
    /** Makes the median absolute deviation of normal values their standard deviation. */
    private static final double NORMAL = 1.4826;

    private Order() {}

    /** NaN of none. */
    public static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return medianOfSorted(sorted);
    }

    public static double medianOfSorted(double[] sorted) {
        int n = sorted.length;
        if (n == 0) {
            return Double.NaN;
        }
        return n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
    }

    public static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    public static double min(double[] values) {
        return Arrays.stream(values).min().orElse(Double.NaN);
    }

    public static double max(double[] values) {
        return Arrays.stream(values).max().orElse(Double.NaN);
    }

    /** How far values scatter about their median, as a standard deviation. */
    public static double scatter(double[] values) {
        double median = median(values);
        return NORMAL
                * median(Arrays.stream(values).map(v -> Math.abs(v - median)).toArray());
    }

    /** The ranks from 1; equal values share the mean of theirs. */
    public static double[] ranks(double[] values) {
        Integer[] order = new Integer[values.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Double.compare(values[a], values[b]));
        double[] ranks = new double[values.length];
        for (int begin = 0; begin < order.length; ) {
            int end = begin + 1;
            while (end < order.length && values[order[end]] == values[order[begin]]) {
                end++;
            }
            for (int i = begin; i < end; i++) {
                ranks[order[i]] = (begin + 1 + end) / 2.0;
            }
            begin = end;
        }
        return ranks;
    }

    /** Spearman's correlation of two as long, -1 to 1; 0 where one of them never changes. */
    public static double correlation(double[] a, double[] b) {
        double[] x = ranks(a);
        double[] y = ranks(b);
        double middle = (a.length + 1) / 2.0;
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int i = 0; i < x.length; i++) {
            xy += (x[i] - middle) * (y[i] - middle);
            xx += (x[i] - middle) * (x[i] - middle);
            yy += (y[i] - middle) * (y[i] - middle);
        }
        return xx == 0 || yy == 0 ? 0 : xy / Math.sqrt(xx * yy);
    }

    /** How probable a normal value of at least that many standard deviations is (Abramowitz and Stegun 26.2.17). */
    public static double chance(double deviations) {
        if (deviations < 0) {
            return 1 - chance(-deviations);
        }
        double t = 1 / (1 + 0.2316419 * deviations);
        double polynomial =
                t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return Math.exp(-deviations * deviations / 2) / Math.sqrt(2 * Math.PI) * polynomial;
    }

    /** How alike neighbours are, 0 to just below 1: so much less does each tell (lag-1 autocorrelation). */
    public static double memory(double[] values) {
        double mean = mean(values);
        double shared = 0;
        double all = 0;
        for (int i = 0; i < values.length; i++) {
            all += (values[i] - mean) * (values[i] - mean);
            if (i > 0) {
                shared += (values[i] - mean) * (values[i - 1] - mean);
            }
        }
        return all == 0 ? 0 : Math.min(0.95, Math.max(0, shared / all));
    }
}
