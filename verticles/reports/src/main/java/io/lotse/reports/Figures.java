package io.lotse.reports;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

import io.lotse.contracts.metrics.SeriesColumn;
import io.lotse.contracts.metrics.SeriesReply;
import io.lotse.statistics.Curve;

/**
 * The figures of a service or an instance over a span of time, all at the same times.
 *
 * @param step from one value to the next where none is missing
 * @param curves by the figure's name
 */
record Figures(Duration step, Map<String, Curve> curves) {
    static final Figures NONE = new Figures(Duration.ofMinutes(1), Map.of());

    private static final long SECOND_MILLIS = 1_000;
    private static final Duration HOUR = Duration.ofHours(1);
    /** With fewer values an hour says nothing of its peak. */
    private static final int FEWEST_OF_AN_HOUR = 10;

    private static final double PEAK = 0.95;

    static Figures of(SeriesReply reply) {
        Map<String, Curve> curves = new HashMap<>();
        for (SeriesColumn column : reply.series()) {
            curves.put(
                    column.metric(),
                    new Curve(
                            column.times().stream()
                                    .mapToLong(second -> second * SECOND_MILLIS)
                                    .toArray(),
                            column.values().stream().mapToDouble(v -> v).toArray()));
        }
        return new Figures(reply.step(), Map.copyOf(curves));
    }

    /** Empty if it was not measured. */
    Curve of(String figure) {
        return curves.getOrDefault(figure, Curve.EMPTY);
    }

    boolean isEmpty() {
        return curves.values().stream().allMatch(Curve::isEmpty);
    }

    double stepSeconds() {
        return step.toMillis() / (double) SECOND_MILLIS;
    }

    /** For how long there are values of it. */
    Duration measured(String figure) {
        return step.multipliedBy(of(figure).size());
    }

    /** For how long there are values of anything. */
    Duration measured() {
        int most = curves.values().stream().mapToInt(Curve::size).max().orElse(0);
        return step.multipliedBy(most);
    }

    /** What a rate comes to over the whole time. */
    double total(String rate) {
        return total(of(rate));
    }

    /** The same of a part of the time. */
    double total(String rate, Span span) {
        return total(of(rate).between(span.from(), span.to()));
    }

    private double total(Curve rate) {
        return Arrays.stream(rate.values()).sum() * stepSeconds();
    }

    /** Null if it was not measured. */
    Double median(String figure) {
        Curve curve = of(figure);
        return curve.isEmpty() ? null : Double.valueOf(curve.median());
    }

    /** The highest of the hours' 95th percentiles: a peak of an hour counts, a minute does not. NaN if not measured. */
    static double peak(Curve curve) {
        Curve hours = curve.windows(
                HOUR, values -> values.length >= FEWEST_OF_AN_HOUR ? percentile(values, PEAK) : Double.NaN);
        return Arrays.stream(hours.values())
                .filter(peak -> !Double.isNaN(peak))
                .max()
                .orElseGet(() -> percentile(curve.values(), PEAK));
    }

    /** As {@link #peak(Curve)}; null if it was not measured. */
    Double peak(String figure, DoubleUnaryOperator unit) {
        double peak = peak(of(figure));
        return Double.isNaN(peak) ? null : Double.valueOf(unit.applyAsDouble(peak));
    }

    /** NaN of none. */
    static double percentile(double[] values, double share) {
        if (values.length == 0) {
            return Double.NaN;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[Math.min(sorted.length - 1, (int) Math.ceil(share * sorted.length) - 1)];
    }
}
