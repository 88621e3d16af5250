package io.lotse.observer;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.BiConsumer;

import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.IntCountsHistogram;

/** What was told of one subject within a slot of time. */
final class Bin {
    /** Of latencies, in microseconds. */
    static final int SIGNIFICANT_DIGITS = 2;

    private static final double MICROS_PER_MILLI = 1_000;
    private static final Map<Figure, Double> PERCENTILES =
            Map.of(Figure.LATENCY_P50_MS, 50.0, Figure.LATENCY_P95_MS, 95.0, Figure.LATENCY_P99_MS, 99.0);

    private final Map<Figure, Fold.Values> gauges = new EnumMap<>(Figure.class);
    private boolean hasTraffic;
    private boolean hasRunning;
    private long requests;
    private long errors;
    private long running;
    /** Null where nothing was timed. */
    private IntCountsHistogram latency;

    void gauge(Figure figure, double value) {
        values(figure).add(value);
    }

    /** @param times null where nothing was timed */
    void traffic(long more, long failed, long underWay, AbstractHistogram times) {
        hasRunning = true;
        running += underWay;
        traffic(more, failed, times);
    }

    /** The same where nobody knows what is under way. */
    void traffic(long more, long failed, AbstractHistogram times) {
        hasTraffic = true;
        requests += more;
        errors += failed;
        time(times);
    }

    /** Takes all that is in a shorter one. */
    void add(Bin shorter) {
        shorter.gauges.forEach((figure, values) -> values(figure).add(values));
        if (shorter.hasTraffic) {
            hasTraffic = true;
            requests += shorter.requests;
            errors += shorter.errors;
            time(shorter.latency);
            if (shorter.hasRunning) {
                // of the requests under way it is the mean that counts, not their sum over time
                gauge(Figure.IN_FLIGHT, shorter.running);
            }
        }
    }

    /** Tells each figure. @param seconds for how long it was filled */
    void read(double seconds, BiConsumer<Figure, Double> to) {
        gauges.forEach((figure, values) -> to.accept(figure, values.folded(figure.overTime())));
        if (!hasTraffic) {
            return;
        }
        to.accept(Figure.REQUESTS_PER_SECOND, requests / seconds);
        to.accept(Figure.ERRORS_PER_SECOND, errors / seconds);
        if (hasRunning && !gauges.containsKey(Figure.IN_FLIGHT)) {
            to.accept(Figure.IN_FLIGHT, (double) running);
        }
        if (latency != null) {
            PERCENTILES.forEach((figure, percentile) ->
                    to.accept(figure, latency.getValueAtPercentile(percentile) / MICROS_PER_MILLI));
            to.accept(Figure.LATENCY_MAX_MS, latency.getMaxValue() / MICROS_PER_MILLI);
        }
    }

    private Fold.Values values(Figure figure) {
        return gauges.computeIfAbsent(figure, f -> new Fold.Values());
    }

    private void time(AbstractHistogram times) {
        if (times != null && times.getTotalCount() > 0) {
            if (latency == null) {
                latency = new IntCountsHistogram(SIGNIFICANT_DIGITS);
            }
            latency.add(times);
        }
    }
}
