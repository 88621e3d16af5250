package io.lotse.reports;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import io.lotse.statistics.Curve;
import io.lotse.statistics.Order;

/**
 * Requests that wait for one another although the processors have room, as they do for threads and connections: latency rises
 * with what is under way. Then the instances are as many too few as more is under way than they answered in time.
 *
 * @param perInstance so many each had under way while answers came in time
 * @param peak so many all have under way at the peak
 * @param needed instances
 */
record Queueing(double perInstance, double peak, int needed) {
    private static final int FEWEST = 60;
    private static final double OFTEN = 0.1;
    private static final double ALIKE = 0.5;
    private static final double CLEAR = 1.3;
    private static final double LEAST_EACH = 2;

    /** Empty where nothing waits, or too little was measured to say. */
    static Optional<Queueing> of(ServiceData data) {
        Figures figures = data.figures();
        Curve running = figures.of(FigureName.IN_FLIGHT);
        Curve p95 = figures.of(FigureName.P95);
        int[] known = IntStream.range(0, running.size())
                .filter(i -> !Double.isNaN(p95.at(running.atMillis()[i])) && count(data, running, i) > 0)
                .toArray();
        double[] each = IntStream.of(known)
                .mapToDouble(i -> running.values()[i] / count(data, running, i))
                .toArray();
        double[] latency = IntStream.of(known)
                .mapToDouble(i -> p95.at(running.atMillis()[i]))
                .toArray();
        double[] well = IntStream.range(0, each.length)
                .filter(i -> latency[i] <= data.targetMillis())
                .mapToDouble(i -> each[i])
                .toArray();
        int late = each.length - well.length;
        if (well.length < FEWEST || late < FEWEST || late < OFTEN * each.length) {
            return Optional.empty();
        }
        double inTime = Figures.percentile(well, 0.95);
        double peak = Figures.peak(running);
        int current = data.active().size();
        boolean waits =
                inTime >= LEAST_EACH && peak / current >= CLEAR * inTime && Order.correlation(each, latency) >= ALIKE;
        return waits ? Optional.of(new Queueing(inTime, peak, (int) Math.ceil(peak / inTime))) : Optional.empty();
    }

    void explain(List<String> arithmetic) {
        arithmetic.add(
                "under way at the peak: " + Wording.number(peak) + "; answers come in time while an instance has up to "
                        + Wording.number(perInstance) + " under way: " + Wording.number(peak) + " / "
                        + Wording.number(perInstance) + " -> " + needed);
    }

    private static int count(ServiceData data, Curve curve, int i) {
        return data.counts().at(Instant.ofEpochMilli(curve.atMillis()[i]));
    }
}
