package io.lotse.reports;

import java.time.Duration;
import java.time.Instant;

import io.lotse.contracts.reports.AppliedRecommendation;
import io.lotse.contracts.reports.ChangeEffect;
import io.lotse.contracts.reports.EffectOutcome;
import io.lotse.contracts.reports.FindingKind;
import io.lotse.statistics.Curve;
import io.lotse.statistics.Order;
import io.lotse.statistics.Trend;

/**
 * Says whether a change helped: the same figure over the same length of time before and after. Better or worse is what chance
 * explains in fewer than 1 of 500 cases, what its 95 % interval bears out, and what is large enough to matter.
 */
final class EffectRule {
    private static final Duration SETTLING = Duration.ofMinutes(5);
    private static final Duration LONGEST = Duration.ofDays(2);
    private static final Duration DAY = Duration.ofDays(1);
    /** For so long figures are kept. */
    private static final Duration KEPT = Duration.ofDays(7);

    private static final Duration SHORTEST_WINDOW = Duration.ofMinutes(1);
    private static final int WINDOWS = 72;
    private static final double CHANCE = 0.002;
    /** Smaller differences matter to nobody. */
    private static final double MATTERS = Math.log(1.05);

    /**
     * What is compared.
     *
     * @param before the time before
     * @param dayBefore the same hours as those after, a day earlier; empty if they are not before the change
     * @param after the time after, as long
     */
    record Plan(AppliedRecommendation applied, String metric, Span before, Span dayBefore, Span after) {
        Span whole() {
            Instant from = dayBefore.from().isBefore(before.from()) ? dayBefore.from() : before.from();
            return new Span(from, after.to());
        }

        boolean isPossible() {
            return before.length().compareTo(SHORTEST_WINDOW.multipliedBy(Comparison.FEWEST)) >= 0;
        }

        Duration window() {
            long minutes = before.length().dividedBy(WINDOWS).toMinutes();
            return minutes < 1 ? SHORTEST_WINDOW : Duration.ofMinutes(minutes);
        }
    }

    Plan plan(AppliedRecommendation applied, Instant now) {
        Duration passed = Duration.between(applied.appliedAt(), now);
        Duration settling = shorter(SETTLING, passed.dividedBy(10));
        Duration length = shorter(shorter(passed.minus(settling), KEPT.minus(passed)), LONGEST);
        if (length.isNegative()) {
            length = Duration.ZERO;
        }
        Instant begin = applied.appliedAt().plus(settling);
        return new Plan(
                applied,
                metric(applied),
                new Span(applied.appliedAt().minus(length), applied.appliedAt()),
                dayBefore(begin, length, applied.appliedAt()),
                new Span(begin, begin.plus(length)));
    }

    private static Span dayBefore(Instant begin, Duration length, Instant applied) {
        Instant from = begin.minus(DAY);
        Instant to = from.plus(length);
        return to.isAfter(applied) ? new Span(applied, applied) : new Span(from, to);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static String metric(AppliedRecommendation applied) {
        return switch (applied.kind()) {
            case ERRORS -> FigureName.ERRORS;
            case DOWN, FLAPPING -> FigureName.UP;
            case MEMORY_LEAK -> FigureName.MEMORY_FLOOR;
            case MEMORY_LIMIT -> FigureName.MEMORY;
            case HEALTH_CHECK -> FigureName.CHECK_TIME;
            case THRESHOLD -> applied.id().substring(applied.id().lastIndexOf(':') + 1);
            default -> FigureName.P95;
        };
    }

    /** @param figures of the service over the whole time of the plan */
    ChangeEffect measure(Plan plan, Figures figures) {
        String metric = plan.metric();
        if (metric.equals(FigureName.P95) && figures.of(metric).isEmpty()) {
            metric = FigureName.CHECK_TIME;
        }
        Curve curve = figures.of(metric);
        if (plan.applied().kind() == FindingKind.MEMORY_LEAK) {
            return slope(plan, metric, windows(curve, plan.before(), plan), windows(curve, plan.after(), plan));
        }
        Curve load = figures.of(FigureName.REQUESTS);
        if (metric.equals(FigureName.ERRORS)) {
            curve = share(curve, load);
        }
        boolean isRatio = isRatio(metric);
        Curve before = scaled(windows(curve, plan.before(), plan), isRatio);
        Curve dayBefore = scaled(windows(curve, plan.dayBefore(), plan), isRatio);
        Curve after = scaled(windows(curve, plan.after(), plan), isRatio);
        if (Math.max(before.size(), dayBefore.size()) < Comparison.FEWEST || after.size() < Comparison.FEWEST) {
            return Effects.tooLittle(plan, metric, before, after);
        }
        Curve loads = load.windows(plan.window(), Order::mean);
        String figure = metric;
        return Comparison.of(before, dayBefore, after, loads)
                .map(c -> isRatio ? ratio(plan, figure, c) : difference(plan, figure, c))
                .orElseGet(() -> Effects.notComparable(plan, figure, before, after));
    }

    private static Curve scaled(Curve windows, boolean isRatio) {
        return isRatio ? Comparison.logs(windows) : windows;
    }

    private static boolean isRatio(String metric) {
        return !metric.equals(FigureName.ERRORS) && !metric.equals(FigureName.UP);
    }

    /** Errors of requests, where there were any. */
    private static Curve share(Curve errors, Curve load) {
        return load.map((at, requests) -> {
            double failed = errors.at(at);
            return requests > 0 ? (Double.isNaN(failed) ? 0 : failed / requests) : Double.NaN;
        });
    }

    private static Curve windows(Curve curve, Span span, Plan plan) {
        return curve.between(span.from(), span.to())
                .windows(plan.window(), plan.applied().kind() == FindingKind.MEMORY_LEAK ? Order::min : Order::mean);
    }

    private static ChangeEffect ratio(Plan plan, String metric, Comparison c) {
        boolean matters = Math.abs(c.shift().by()) >= MATTERS;
        return Effects.of(plan, metric, c, outcome(c, matters, false))
                .medians(Math.exp(c.before()), Math.exp(c.after()))
                .ratios(
                        Math.exp(c.shift().by()),
                        Math.exp(c.shift().low()),
                        Math.exp(c.shift().high()))
                .effect();
    }

    private static ChangeEffect difference(Plan plan, String metric, Comparison c) {
        boolean isUp = metric.equals(FigureName.UP);
        // one request in a thousand, or a check in a hundred
        boolean matters = Math.abs(c.shift().by()) >= (isUp ? 1 : 0.001);
        return Effects.of(plan, metric, c, outcome(c, matters, isUp))
                .medians(c.before(), c.after())
                .effect();
    }

    private static EffectOutcome outcome(Comparison c, boolean matters, boolean moreIsBetter) {
        double chance = Math.min(c.shift().chance(), 1 - c.shift().chance());
        boolean beyondChance =
                chance <= CHANCE / 2 && (c.shift().low() > 0 || c.shift().high() < 0);
        if (!beyondChance || !matters) {
            return EffectOutcome.NO_DIFFERENCE;
        }
        return c.shift().by() > 0 == moreIsBetter ? EffectOutcome.BETTER : EffectOutcome.WORSE;
    }

    /** Of what leaks the growth is compared, not how much is held. */
    private static ChangeEffect slope(Plan plan, String metric, Curve before, Curve after) {
        if (before.size() < Comparison.FEWEST || after.size() < Comparison.FEWEST) {
            return Effects.tooLittle(plan, metric, before, after);
        }
        Trend then = Trend.of(before);
        Trend now = Trend.of(after);
        EffectOutcome outcome = now.perHourHigh() < then.perHourLow()
                ? EffectOutcome.BETTER
                : now.perHourLow() > then.perHourHigh() && now.chance() < CHANCE
                        ? EffectOutcome.WORSE
                        : EffectOutcome.NO_DIFFERENCE;
        return Effects.growth(plan, metric, then, now, outcome, before.size(), after.size());
    }
}
