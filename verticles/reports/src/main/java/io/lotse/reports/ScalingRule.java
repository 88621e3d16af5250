package io.lotse.reports;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntBinaryOperator;

import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.reports.ScalingAdvice;
import io.lotse.contracts.verdicts.Verdict;
import io.lotse.contracts.verdicts.VerdictKind;
import io.lotse.statistics.Curve;

/**
 * How many instances a service should have: as many as carry the peak at the wanted use of their processors, with room for
 * growth, and as many as carry it when one of them is gone. Never fewer than redundancy needs, never on too little data.
 */
final class ScalingRule {
    /** The share of their processors that instances should use at the peak. */
    static final double TARGET = 0.7;
    /** What may come on top of the peak that was seen. */
    static final double HEADROOM = 0.2;
    /** What those that are left may use when one is gone. */
    static final double WITHOUT_ONE = 0.9;
    /** Of a database's connections. */
    static final double POOL = 0.85;
    /** A service of fewer has no redundancy to lose. */
    static final int REDUNDANT = 2;

    static final Duration FOR_MORE = Duration.ofMinutes(15);
    /** A day's peak must have been seen. */
    static final Duration FOR_FEWER = Duration.ofHours(20);

    static final Duration VALID = Duration.ofMinutes(10);

    private static final String MIN = "min_replicas";
    private static final String MAX = "max_replicas";
    private static final double PERCENT = 100;

    /** The advice, by the figures of about a day. */
    ScalingAdvice advise(ServiceData data, Instant now) {
        return new Reckoning(data, now).advice();
    }

    /** One service's. */
    private static final class Reckoning {
        private final ServiceData data;
        private final Instant now;
        private final int current;
        private final int min;
        private final Integer max;
        private final Curve demand;
        private final double peak;
        private final Double inFlight;
        private final Duration measured;
        private final List<String> arithmetic = new ArrayList<>();

        Reckoning(ServiceData data, Instant now) {
            this.data = data;
            this.now = now;
            this.current = data.active().size();
            this.min = bound(MIN, Math::max).orElse(Math.min(REDUNDANT, current));
            this.max = bound(MAX, Math::min).filter(m -> m >= min).orElse(null);
            this.demand = demand(FigureName.CPU);
            this.peak = Figures.peak(demand) / PERCENT;
            this.measured = data.figures().step().multipliedBy(demand.size());
            this.inFlight = data.figures().peak(FigureName.IN_FLIGHT, v -> v);
        }

        ScalingAdvice advice() {
            if (current == 0) {
                return advice(null, "no instance is active: nothing can be reckoned");
            }
            Optional<Queueing> queueing = Queueing.of(data);
            if (queueing.isPresent() && measured.compareTo(FOR_MORE) < 0) {
                queueing.get().explain(arithmetic);
                return bounded(queueing.get().needed());
            }
            if (measured.compareTo(FOR_MORE) < 0) {
                return advice(
                        null,
                        demand.isEmpty()
                                ? "too little data: its processors' use is not known; let its health answer tell cpu"
                                : "too little data: " + Wording.time(measured) + " of the use of " + current
                                        + " instances' processors were measured, " + Wording.time(FOR_MORE)
                                        + " are needed");
            }
            int needed = needed();
            if (queueing.isPresent() && queueing.get().needed() > needed) {
                queueing.get().explain(arithmetic);
                needed = queueing.get().needed();
            }
            return bounded(needed);
        }

        /** What the peak needs, with the steps of the reckoning. */
        private int needed() {
            double each = peak / current;
            arithmetic.add("peak: p95 of the busiest hour, " + Wording.number(peak) + " processors' worth of "
                    + Wording.of(current, "instance") + " = " + Wording.percent(each) + " each");
            int carry = ceil(peak * (1 + HEADROOM) / TARGET);
            arithmetic.add("to carry it: " + Wording.number(peak) + " x " + Wording.number(1 + HEADROOM)
                    + " headroom / " + Wording.percent(TARGET) + " wanted = "
                    + Wording.number(peak * (1 + HEADROOM) / TARGET) + " -> " + carry);
            int needed = carry;
            if (min >= REDUNDANT) {
                int spare = ceil(peak / WITHOUT_ONE) + 1;
                arithmetic.add("with one gone: " + Wording.number(peak) + " / " + Wording.percent(WITHOUT_ONE) + " = "
                        + Wording.number(peak / WITHOUT_ONE) + " -> " + (spare - 1) + ", and 1 to lose = " + spare);
                needed = Math.max(needed, spare);
            }
            double pool = Figures.peak(demand(FigureName.DATABASE)) / PERCENT;
            if (!Double.isNaN(pool)) {
                int pools = ceil(pool / POOL);
                arithmetic.add("database connections: " + Wording.number(pool) + " pools' worth / "
                        + Wording.percent(POOL) + " -> " + pools);
                needed = Math.max(needed, Math.min(pools, current));
            }
            return needed;
        }

        private ScalingAdvice bounded(int needed) {
            arithmetic.add("at least " + min + (max == null ? "" : ", at most " + max));
            int wanted = Math.max(needed, min);
            if (max != null && wanted > max) {
                return advice(max, wanted + " instances would be needed, and " + MAX + " is " + max);
            }
            if (wanted > current) {
                int step = Math.min(wanted, current * 2);
                return advice(
                        step,
                        "the peak needs " + wanted + " instances, " + current + " are there"
                                + (step < wanted ? ": no more than twice as many at once" : ""));
            }
            return wanted < current ? fewer(wanted) : advice(current, "as many as the peak needs, " + current);
        }

        private ScalingAdvice fewer(int wanted) {
            String would = wanted + " would do by what was measured, but ";
            if (measured.compareTo(FOR_FEWER) < 0) {
                return advice(
                        current,
                        would + "that is " + Wording.time(measured) + ": a day's peak was not seen, "
                                + Wording.time(FOR_FEWER) + " are needed");
            }
            Double p95 = data.figures().peak(FigureName.P95, v -> v);
            if (p95 != null && p95 > data.targetMillis()) {
                return advice(
                        current,
                        would + "at the peak p95 is " + Wording.millis(p95) + ", above "
                                + Wording.millis(data.target()));
            }
            Optional<Verdict> held = data.verdicts().stream()
                    .filter(v -> v.ended() == null && v.kind() != VerdictKind.MEMORY_LEAK)
                    .findFirst();
            if (held.isPresent()) {
                return advice(
                        current,
                        would + "not while there is a verdict: " + held.get().id());
            }
            int step = Math.max(wanted, ceil(current / 2.0));
            littlesLaw(step);
            return advice(
                    step,
                    step + " instances carry the peak at " + Wording.percent(peak / step) + " of their processors"
                            + (step > wanted ? "; " + wanted + " would do, but no more than half at once" : ""));
        }

        /** How many requests each has under way then: what the figures say, and what Little's law says of rate and time. */
        private void littlesLaw(int then) {
            double rate = Figures.peak(data.figures().of(FigureName.REQUESTS));
            double p50 = Figures.peak(data.figures().of(FigureName.P50));
            if (inFlight != null && !Double.isNaN(rate + p50)) {
                arithmetic.add("under way at the peak: " + Wording.number(inFlight) + " (Little: "
                        + Wording.number(rate) + "/s x " + Wording.millis(p50) + " = "
                        + Wording.number(rate * p50 / 1_000) + "), " + Wording.number(inFlight / current)
                        + " an instance, then " + Wording.number(inFlight / then));
            }
        }

        /** A share that each uses, as what all use: by how many there were. What is not known is left out. */
        private Curve demand(String figure) {
            return data.figures().of(figure).map((at, share) -> {
                int count = data.counts().at(Instant.ofEpochMilli(at));
                return count > 0 ? share * count : Double.NaN;
            });
        }

        private Optional<Integer> bound(String key, IntBinaryOperator ofSeveral) {
            return data.active().stream()
                    .map(Instance::metadata)
                    .filter(Objects::nonNull)
                    .map(metadata -> metadata.get(key))
                    .filter(text -> text != null && text.matches("[1-9]\\d{0,4}"))
                    .map(Integer::valueOf)
                    .reduce(ofSeveral::applyAsInt);
        }

        private ScalingAdvice advice(Integer recommended, String reason) {
            return new ScalingAdvice(
                    data.name(),
                    current,
                    recommended,
                    min,
                    max,
                    reason,
                    arithmetic,
                    Double.isNaN(peak) || current == 0 ? null : Double.valueOf(peak / current),
                    inFlight,
                    measured,
                    now,
                    now.plus(VALID));
        }

        private static int ceil(double value) {
            return (int) Math.ceil(value - 1e-9);
        }
    }
}
