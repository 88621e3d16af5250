package io.lotse.reports;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.function.LongToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import io.lotse.contracts.reports.AppliedRecommendation;
import io.lotse.contracts.reports.ChangeEffect;
import io.lotse.contracts.reports.EffectOutcome;
import io.lotse.contracts.reports.FindingKind;
import io.lotse.contracts.verdicts.Match;
import io.lotse.statistics.Curve;

import static org.assertj.core.api.Assertions.assertThat;

/** A service of a day and a half: noise that remembers, a daily cycle of the load that latency follows, a change at noon. */
class EffectRuleTest {
    private static final Instant APPLIED = Instant.parse("2026-03-02T12:00:00Z");
    private static final int SEEDS = 150;
    private static final double DAY_MILLIS = Duration.ofDays(1).toMillis();

    private final EffectRule rule = new EffectRule();

    private ChangeEffect measure(Duration since, Random random, double factor) {
        EffectRule.Plan plan = slow(since);
        return measure(plan, load(plan), random, factor);
    }

    private EffectRule.Plan slow(Duration since) {
        return rule.plan(
                new AppliedRecommendation("slow:s", FindingKind.SLOW, "s", null, "c", APPLIED, null, null),
                APPLIED.plus(since));
    }

    private static Curve load(EffectRule.Plan plan) {
        return curve(plan, at -> 50 + 40 * Math.sin(2 * Math.PI * at / DAY_MILLIS));
    }

    private ChangeEffect measure(EffectRule.Plan plan, Curve load, Random random, double factor) {
        double[] noise = {0};
        Curve latency = curve(plan, at -> {
            noise[0] = 0.6 * noise[0] + 0.2 * random.nextGaussian();
            double busy = 1 + load.at(at) / 100;
            return 200 * busy * Math.exp(noise[0]) * (at >= APPLIED.toEpochMilli() ? factor : 1);
        });
        return rule.measure(
                plan,
                new Figures(
                        Duration.ofMinutes(1), java.util.Map.of(FigureName.P95, latency, FigureName.REQUESTS, load)));
    }

    private static Curve curve(EffectRule.Plan plan, LongToDoubleFunction value) {
        long[] times = LongStream.iterate(
                        plan.whole().from().toEpochMilli(),
                        at -> at < plan.whole().to().toEpochMilli(),
                        at -> at + 60_000)
                .toArray();
        return new Curve(times, LongStream.of(times).mapToDouble(value).toArray());
    }

    private long count(int seeds, Duration since, double factor, EffectOutcome outcome) {
        EffectRule.Plan plan = slow(since);
        Curve load = load(plan);
        return IntStream.range(0, seeds)
                .mapToObj(seed -> measure(plan, load, new Random(seed), factor))
                .filter(effect -> effect.outcome() == outcome)
                .count();
    }

    @Test
    void aChangeThatChangedNothingIsCalledNoDifference() {
        for (Duration since : new Duration[] {Duration.ofHours(1), Duration.ofHours(6), Duration.ofHours(26)}) {
            assertThat(count(SEEDS, since, 1, EffectOutcome.NO_DIFFERENCE))
                    .as("of %s after %s", SEEDS, since)
                    .isGreaterThanOrEqualTo((long) (0.98 * SEEDS));
        }
    }

    @Test
    void aChangeThatHelpedOrHurtIsFound() {
        assertThat(count(100, Duration.ofHours(6), 0.7, EffectOutcome.BETTER)).isGreaterThanOrEqualTo(95L);
        assertThat(count(100, Duration.ofHours(6), 1.4, EffectOutcome.WORSE)).isGreaterThanOrEqualTo(95L);
    }

    /** Without the load and the day before, the cycle of the day would pass for an effect. */
    @Test
    void whatCannotBeComparedIsNotJudged() {
        EffectRule.Plan plan = rule.plan(
                new AppliedRecommendation("slow:s", FindingKind.SLOW, "s", null, "c", APPLIED, null, null),
                APPLIED.plus(Duration.ofHours(6)));
        Curve load = curve(plan, at -> at < APPLIED.toEpochMilli() ? 100 : 10);
        Curve latency = curve(plan, at -> at < APPLIED.toEpochMilli() ? 900 : 90);
        Instant known = plan.before().from();

        ChangeEffect effect = rule.measure(
                plan,
                new Figures(
                        Duration.ofMinutes(1),
                        java.util.Map.of(
                                FigureName.P95,
                                latency.between(known, plan.after().to()),
                                FigureName.REQUESTS,
                                load.between(known, plan.after().to()))));

        assertThat(effect.outcome()).isEqualTo(EffectOutcome.TOO_LITTLE_DATA);
        assertThat(effect.detail()).contains("the load is not what it was");
    }

    @Test
    void theIntervalHoldsTheTruth() {
        ChangeEffect effect = measure(Duration.ofHours(26), new Random(1), 0.5);

        assertThat(effect.outcome()).isEqualTo(EffectOutcome.BETTER);
        assertThat(effect.ratioLow()).isLessThan(0.5);
        assertThat(effect.ratioHigh()).isGreaterThan(0.5);
        assertThat(effect.matchedBy()).isEqualTo(Match.LOAD);
        assertThat(effect.detail()).startsWith("better: latency_p95_ms was ");
        assertThat(Duration.between(effect.beforeFrom(), effect.beforeTo()))
                .isEqualTo(Duration.between(effect.afterFrom(), effect.afterTo()));
    }

    @Test
    void aFewMinutesAreTooLittle() {
        ChangeEffect effect = measure(Duration.ofMinutes(9), new Random(1), 0.5);

        assertThat(effect.outcome()).isEqualTo(EffectOutcome.TOO_LITTLE_DATA);
        assertThat(effect.detail()).contains("too little data", "12 of each are needed");
    }

    @Test
    void whenTheFiguresBeforeAreGoneItSaysSo() {
        EffectRule.Plan plan = rule.plan(
                new AppliedRecommendation("slow:s", FindingKind.SLOW, "s", null, "c", APPLIED, null, null),
                APPLIED.plus(Duration.ofDays(9)));

        assertThat(plan.isPossible()).isFalse();
        assertThat(rule.measure(plan, Figures.NONE).outcome()).isEqualTo(EffectOutcome.TOO_LITTLE_DATA);
    }

    @Test
    void aLeakThatWasMendedGrowsNoMore() {
        EffectRule.Plan plan = rule.plan(
                new AppliedRecommendation(
                        "memory_leak:s-1", FindingKind.MEMORY_LEAK, "s", "s-1", "c", APPLIED, null, null),
                APPLIED.plus(Duration.ofHours(10)));
        Random random = new Random(3);
        Curve floor = curve(plan, at -> {
            double hours = (at - APPLIED.toEpochMilli()) / 3.6e6;
            return (hours < 0 ? 900e6 + 50e6 * hours : 300e6) + 5e6 * random.nextGaussian();
        });

        ChangeEffect effect = rule.measure(
                plan, new Figures(Duration.ofMinutes(1), java.util.Map.of(FigureName.MEMORY_FLOOR, floor)));

        assertThat(effect.outcome()).isEqualTo(EffectOutcome.BETTER);
        assertThat(effect.before()).isBetween(45e6, 55e6);
        assertThat(effect.detail()).contains("it grew by", "MB an hour");
    }

    @Test
    void errorsThatAreGoneAreBetter() {
        EffectRule.Plan plan = rule.plan(
                new AppliedRecommendation("errors:s", FindingKind.ERRORS, "s", null, "c", APPLIED, null, null),
                APPLIED.plus(Duration.ofHours(3)));
        Random random = new Random(5);
        Curve load = curve(plan, at -> 20);
        Curve errors = curve(plan, at -> at < APPLIED.toEpochMilli() ? 1 + random.nextDouble() : 0);

        ChangeEffect effect = rule.measure(
                plan,
                new Figures(
                        Duration.ofMinutes(1), java.util.Map.of(FigureName.REQUESTS, load, FigureName.ERRORS, errors)));

        assertThat(effect.outcome()).isEqualTo(EffectOutcome.BETTER);
        assertThat(effect.after()).isZero();
    }
}
