package io.lotse.statistics;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/**
 * Values over time, the oldest first; what was not measured is not there.
 *
 * @param atMillis since the epoch, each after the one before
 * @param values as many
 */
public record Curve(long[] atMillis, double[] values) {
    public static final Curve EMPTY = new Curve(new long[0], new double[0]);

    public Curve {
        if (atMillis.length != values.length) {
            throw new IllegalArgumentException(atMillis.length + " times for " + values.length + " values");
        }
    }

    public int size() {
        return values.length;
    }

    public boolean isEmpty() {
        return values.length == 0;
    }

    /** From the first value to the last; zero for fewer than two. */
    public Duration span() {
        return isEmpty() ? Duration.ZERO : Duration.ofMillis(atMillis[size() - 1] - atMillis[0]);
    }

    public double median() {
        return Order.median(values);
    }

    /** What was measured from then (included) until then (not included). */
    public Curve between(Instant from, Instant until) {
        int begin = firstNotBefore(from.toEpochMilli());
        int end = Math.max(begin, firstNotBefore(until.toEpochMilli()));
        return new Curve(Arrays.copyOfRange(atMillis, begin, end), Arrays.copyOfRange(values, begin, end));
    }

    /**
     * One value for each window of time, at the window's beginning. Windows begin at whole multiples of their length since
     * the epoch, so that those of several curves are the same; a window in which nothing was measured is left out.
     */
    public Curve windows(Duration length, ToDoubleFunction<double[]> reduction) {
        long millis = length.toMillis();
        long[] at = new long[size()];
        double[] reduced = new double[size()];
        int count = 0;
        for (int begin = 0; begin < size(); ) {
            long window = Math.floorDiv(atMillis[begin], millis);
            int end = begin + 1;
            while (end < size() && Math.floorDiv(atMillis[end], millis) == window) {
                end++;
            }
            at[count] = window * millis;
            reduced[count++] = reduction.applyAsDouble(Arrays.copyOfRange(values, begin, end));
            begin = end;
        }
        return new Curve(Arrays.copyOf(at, count), Arrays.copyOf(reduced, count));
    }

    /** What a value becomes. */
    @FunctionalInterface
    public interface Change {
        /** @return NaN for nothing */
        double of(long atMillis, double value);
    }

    /** What each value becomes; what becomes NaN is left out. */
    public Curve map(Change change) {
        long[] at = new long[size()];
        double[] changed = new double[size()];
        int count = 0;
        for (int i = 0; i < size(); i++) {
            double value = change.of(atMillis[i], values[i]);
            if (!Double.isNaN(value)) {
                at[count] = atMillis[i];
                changed[count++] = value;
            }
        }
        return new Curve(Arrays.copyOf(at, count), Arrays.copyOf(changed, count));
    }

    /** This one, and after it another that begins later than it ends. */
    public Curve then(Curve later) {
        return new Curve(
                LongStream.concat(Arrays.stream(atMillis), Arrays.stream(later.atMillis))
                        .toArray(),
                DoubleStream.concat(Arrays.stream(values), Arrays.stream(later.values))
                        .toArray());
    }

    /** The value at exactly that time; NaN if there is none. */
    public double at(long millis) {
        int index = Arrays.binarySearch(atMillis, millis);
        return index < 0 ? Double.NaN : values[index];
    }

    private int firstNotBefore(long millis) {
        int index = Arrays.binarySearch(atMillis, millis);
        return index < 0 ? -index - 1 : index;
    }
}
