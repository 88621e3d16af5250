package io.lotse.reports;

import io.lotse.contracts.reports.ChangeEffect;
import io.lotse.contracts.reports.EffectOutcome;
import io.lotse.contracts.reports.FindingKind;
import io.lotse.contracts.verdicts.Match;
import io.lotse.statistics.Curve;
import io.lotse.statistics.Trend;

/** What became of a recommendation, in the making. */
final class Effects {
    private final EffectRule.Plan plan;
    private final String metric;
    private final Comparison comparison;
    private final EffectOutcome outcome;
    private Double before;
    private Double after;
    private Double ratio;
    private Double ratioLow;
    private Double ratioHigh;

    private Effects(EffectRule.Plan plan, String metric, Comparison comparison, EffectOutcome outcome) {
        this.plan = plan;
        this.metric = metric;
        this.comparison = comparison;
        this.outcome = outcome;
    }

    static Effects of(EffectRule.Plan plan, String metric, Comparison comparison, EffectOutcome outcome) {
        return new Effects(plan, metric, comparison, outcome);
    }

    Effects medians(double usualBefore, double usualAfter) {
        before = usualBefore;
        after = usualAfter;
        return this;
    }

    Effects ratios(double by, double low, double high) {
        ratio = by;
        ratioLow = low;
        ratioHigh = high;
        return this;
    }

    ChangeEffect effect() {
        double chance = Math.min(
                1,
                2 * Math.min(comparison.shift().chance(), 1 - comparison.shift().chance()));
        return effect(chance, comparison.windowsBefore(), comparison.windowsAfter(), detail());
    }

    private String detail() {
        String figures = metric + " was " + Wording.number(before) + " and is " + Wording.number(after);
        String times = ratio == null
                ? ""
                : ", " + Wording.number(ratio) + " times as much under like conditions (95 %: "
                        + Wording.number(ratioLow) + " to " + Wording.number(ratioHigh) + ")";
        boolean fewer = plan.applied().kind() == FindingKind.TOO_MANY_INSTANCES;
        String meaning =
                switch (outcome) {
                    case BETTER -> "better: ";
                    case WORSE -> "worse: ";
                    case NO_DIFFERENCE ->
                        fewer ? "no difference, so that fewer instances cost users nothing: " : "no difference: ";
                    case TOO_LITTLE_DATA -> "";
                };
        return meaning + figures + times;
    }

    private Span before() {
        boolean dayBefore = comparison != null
                && comparison.matchedBy() == Match.HOUR
                && !plan.dayBefore().length().isZero();
        return dayBefore ? plan.dayBefore() : plan.before();
    }

    private ChangeEffect effect(Double chance, int windowsBefore, int windowsAfter, String detail) {
        return new ChangeEffect(
                plan.applied(),
                metric,
                outcome,
                comparison == null ? null : comparison.matchedBy(),
                before().from(),
                before().to(),
                plan.after().from(),
                plan.after().to(),
                before,
                after,
                ratio,
                ratioLow,
                ratioHigh,
                chance,
                windowsBefore,
                windowsAfter,
                detail);
    }

    /** Of growth an hour before and after. */
    static ChangeEffect growth(
            EffectRule.Plan plan, String metric, Trend then, Trend now, EffectOutcome outcome, int before, int after) {
        String word = outcome == EffectOutcome.NO_DIFFERENCE
                ? "no difference"
                : outcome == EffectOutcome.BETTER ? "better" : "worse";
        return new Effects(plan, metric, null, outcome)
                .medians(then.perHour(), now.perHour())
                .effect(
                        now.chance(),
                        before,
                        after,
                        word + ": it grew by " + Wording.megabytes(then.perHour()) + " an hour (95 %: "
                                + Wording.megabytes(then.perHourLow()) + " to " + Wording.megabytes(then.perHourHigh())
                                + ") and grows by " + Wording.megabytes(now.perHour()) + " ("
                                + Wording.megabytes(now.perHourLow()) + " to "
                                + Wording.megabytes(now.perHourHigh()) + ")");
    }

    static ChangeEffect tooLittle(EffectRule.Plan plan, String metric, Curve before, Curve after) {
        return unknown(
                plan,
                metric,
                before,
                after,
                before.size() + " windows before and " + after.size() + " after, of " + Wording.time(plan.window())
                        + " each; " + Comparison.FEWEST + " of each are needed");
    }

    /** Enough was measured, but never under like conditions. */
    static ChangeEffect notComparable(EffectRule.Plan plan, String metric, Curve before, Curve after) {
        return unknown(
                plan,
                metric,
                before,
                after,
                "the load is not what it was before, and nothing is known of the same hours a day before the change;"
                        + " later reports know more");
    }

    private static ChangeEffect unknown(EffectRule.Plan plan, String metric, Curve before, Curve after, String why) {
        return new Effects(plan, metric, null, EffectOutcome.TOO_LITTLE_DATA)
                .effect(null, before.size(), after.size(), "too little data: " + why);
    }
}
