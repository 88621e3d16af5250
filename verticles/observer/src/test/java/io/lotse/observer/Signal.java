package io.lotse.observer;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

import io.lotse.statistics.Curve;

/** Makes a curve of one value a minute, as services make them: cycles, noise, steps, gaps. The same seed makes the same. */
final class Signal {
    static final Instant MONDAY = Instant.parse("2026-03-02T00:00:00Z");
    static final int HOUR = 60;
    static final int DAY = 24 * HOUR;

    private static final double[] CYCLE = IntStream.range(0, DAY)
            .mapToDouble(minute -> StrictMath.sin(2 * Math.PI * (minute - 8 * HOUR) / DAY))
            .toArray();

    private final Random random;
    private final int beginMinute;
    private final double[] values;

    private Signal(Random random, int beginMinute, double[] values) {
        this.random = random;
        this.beginMinute = beginMinute;
        this.values = values;
    }

    /** @param beginMinute since that Monday's midnight */
    static Signal flat(Random random, int beginMinute, int minutes, double value) {
        double[] values = new double[minutes];
        Arrays.fill(values, value);
        return new Signal(random, beginMinute, values);
    }

    static Instant at(int minute) {
        return MONDAY.plus(Duration.ofMinutes(minute));
    }

    /** Each value by what is given for its minute, counted from the curve's beginning. */
    Signal times(IntToDoubleFunction factor) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor.applyAsDouble(i);
        }
        return this;
    }

    Signal plus(IntToDoubleFunction term) {
        for (int i = 0; i < values.length; i++) {
            values[i] += term.applyAsDouble(i);
        }
        return this;
    }

    Signal map(DoubleUnaryOperator change) {
        Arrays.setAll(values, i -> change.applyAsDouble(values[i]));
        return this;
    }

    /** More at two in the afternoon than at two in the night, by so much of itself to either side. */
    Signal daily(double amplitude) {
        return times(i -> 1 + amplitude * cycle(beginMinute + i));
    }

    static double cycle(int minute) {
        return CYCLE[minute % DAY];
    }

    /** Multiplied by noise whose neighbours are alike. */
    Signal noise(double relative, double memory) {
        double state = 0;
        double fresh = StrictMath.sqrt(1 - memory * memory);
        for (int i = 0; i < values.length; i++) {
            state = memory * state + fresh * random.nextGaussian();
            values[i] *= Math.max(0.05, 1 + relative * state);
        }
        return this;
    }

    /** Now and then far too much, for up to so many minutes. */
    Signal bursts(int aDay, int longest, double factor) {
        for (int n = aDay * values.length / DAY; n > 0; n--) {
            int begin = random.nextInt(values.length);
            int end = Math.min(values.length, begin + 1 + random.nextInt(longest));
            for (int i = begin; i < end; i++) {
                values[i] *= factor;
            }
        }
        return this;
    }

    /** Garbage on top that a collector takes away: it grows by so much a minute to a size that varies. */
    Signal teeth(double size, double minutes) {
        double garbage = random.nextDouble() * size;
        double next = size;
        for (int i = 0; i < values.length; i++) {
            garbage += size / minutes * (0.7 + 0.6 * random.nextDouble());
            if (garbage >= next) {
                garbage = Math.min(
                        next, size * 0.05 * random.nextDouble() + (minutes < 1 ? size * random.nextDouble() : 0));
                next = size * (0.8 + 0.4 * random.nextDouble());
            }
            values[i] += garbage;
        }
        return this;
    }

    double value(int minute) {
        return values[minute];
    }

    /** As it is measured: one sample in a hundred is missing, and sometimes all of an hour. */
    Curve curve() {
        return curve(Duration.ofMinutes(1));
    }

    /** The same of a signal that has a value each time after {@code apart}; it begins at its minute nevertheless. */
    Curve curve(Duration apart) {
        int gap = random.nextInt(3) == 0 ? random.nextInt(values.length) : values.length;
        int gapEnds = gap + 10 + random.nextInt(50);
        long[] at = new long[values.length];
        double[] kept = new double[values.length];
        int count = 0;
        for (int i = 0; i < values.length; i++) {
            if ((i < gap || i >= gapEnds) && random.nextInt(100) > 0) {
                at[count] = at(beginMinute).toEpochMilli() + i * apart.toMillis();
                kept[count++] = values[i];
            }
        }
        return new Curve(Arrays.copyOf(at, count), Arrays.copyOf(kept, count));
    }
}
