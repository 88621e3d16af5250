package io.lotse.reports;

import java.time.Duration;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.reports.ScalingAdvice;

import static org.assertj.core.api.Assertions.assertThat;

class ScalingRuleTest {
    private static final Duration DAY = Duration.ofHours(24);

    private static ScalingAdvice advise(Made service) {
        return new ScalingRule().advise(service.data(), Made.NOW);
    }

    /** 6 x 20 % = 1.2; 1.2 x 1.2 / 0.7 = 2.06, so 3; with one gone 1.2 / 0.9 = 1.3, so 2, and one to lose. */
    @Test
    void sixAtAFifthOfTheirProcessorsNeedThree() {
        ScalingAdvice advice = advise(Made.service("idle", DAY)
                .instances(6)
                .figure(FigureName.CPU, 20)
                .figure(FigureName.REQUESTS, 40)
                .figure(FigureName.IN_FLIGHT, 4.8)
                .latency(100, 200, 250, 300));

        assertThat(advice.recommended()).isEqualTo(3);
        assertThat(advice.min()).isEqualTo(2);
        assertThat(advice.cpuPeak()).isCloseTo(0.2, Offset.offset(1e-9));
        assertThat(advice.arithmetic())
                .anySatisfy(step -> assertThat(step).contains("1.20 x 1.20 headroom / 70 % wanted = 2.06 -> 3"))
                .anySatisfy(
                        step -> assertThat(step).contains("with one gone: 1.20 / 90 % = 1.33 -> 2, and 1 to lose = 3"))
                .anySatisfy(step -> assertThat(step).contains("Little: 40/s x 100 ms = 4"));
        assertThat(advice.validUntil()).isEqualTo(Made.NOW.plus(ScalingRule.VALID));
    }

    @Test
    void redundancyIsNeverTakenAway() {
        assertThat(advise(Made.service("idle", DAY).instances(3).figure(FigureName.CPU, 1))
                        .recommended())
                .isEqualTo(2);
        assertThat(advise(Made.service("idle", DAY).instances(2).figure(FigureName.CPU, 1))
                        .recommended())
                .isEqualTo(2);
        assertThat(advise(Made.service("idle", DAY)
                                .instances(6)
                                .metadata("min_replicas", "5")
                                .figure(FigureName.CPU, 1))
                        .recommended())
                .isEqualTo(5);
    }

    @Test
    void oneInstanceIsEnoughWhereOneIsAllThereIs() {
        assertThat(advise(Made.service("single", DAY).instances(1).figure(FigureName.CPU, 30))
                        .recommended())
                .isEqualTo(1);
    }

    @Test
    void halfAtOnceIsTheMost() {
        ScalingAdvice advice = advise(Made.service("idle", DAY).instances(20).figure(FigureName.CPU, 2));

        assertThat(advice.recommended()).isEqualTo(10);
        assertThat(advice.reason()).contains("no more than half at once");
    }

    /** An hour of 65 % in a day of 5 % is what the instances are there for. */
    @Test
    void aPeakOfAnHourCounts() {
        ScalingAdvice advice = advise(
                Made.service("daily", DAY).instances(6).figure(FigureName.CPU, i -> i >= 600 && i < 660 ? 65 : 5));

        assertThat(advice.recommended()).isEqualTo(7);
        assertThat(advice.cpuPeak()).isCloseTo(0.65, Offset.offset(1e-9));
    }

    @Test
    void aSaturatedServiceNeedsMore() {
        ScalingAdvice advice =
                advise(Made.service("busy", Duration.ofHours(1)).instances(2).figure(FigureName.CPU, 95));

        assertThat(advice.recommended()).isEqualTo(4);
        assertThat(advice.reason()).contains("the peak needs 4 instances, 2 are there");
    }

    @Test
    void theMostThatItsOwnerAllowsIsTheMost() {
        ScalingAdvice advice = advise(Made.service("busy", Duration.ofHours(1))
                .instances(2)
                .metadata("max_replicas", "3")
                .figure(FigureName.CPU, 95));

        assertThat(advice.recommended()).isEqualTo(3);
        assertThat(advice.max()).isEqualTo(3);
    }

    @Test
    void withoutADaysPeakNothingIsTakenAway() {
        ScalingAdvice advice =
                advise(Made.service("new", Duration.ofHours(5)).instances(6).figure(FigureName.CPU, 5));

        assertThat(advice.recommended()).isEqualTo(6);
        assertThat(advice.reason()).contains("a day's peak was not seen", "20 h are needed");
    }

    @Test
    void ofTooLittleDataNothingIsSaid() {
        assertThat(advise(Made.service("new", Duration.ofMinutes(10)).figure(FigureName.CPU, 99))
                        .recommended())
                .isNull();
        ScalingAdvice unknown = advise(Made.service("silent", DAY));
        assertThat(unknown.recommended()).isNull();
        assertThat(unknown.reason()).contains("let its health answer tell cpu");
    }

    @Test
    void nothingIsTakenFromAServiceThatIsSlowAtItsPeak() {
        ScalingAdvice advice = advise(Made.service("slow", DAY)
                .instances(6)
                .figure(FigureName.CPU, 5)
                .figure(FigureName.REQUESTS, 10)
                .latency(100, 700, 900, 1_000));

        assertThat(advice.recommended()).isEqualTo(6);
        assertThat(advice.reason()).contains("p95 is 700 ms, above 500 ms");
    }

    @Test
    void aFullPoolIsNotSharedByFewer() {
        ScalingAdvice advice = advise(
                Made.service("pool", DAY).instances(6).figure(FigureName.CPU, 5).figure(FigureName.DATABASE, 60));

        assertThat(advice.recommended()).isEqualTo(5);
    }

    /** Ten under way are answered in time, twenty are not: twenty need twice as many instances. */
    @Test
    void whatWaitsForThreadsNeedsMoreThoughTheProcessorsAreIdle() {
        ScalingAdvice advice = advise(Made.service("threads", Duration.ofHours(2))
                .instances(2)
                .figure(FigureName.CPU, 10)
                .figure(FigureName.IN_FLIGHT, i -> i % 240 < 120 ? 8 + i % 3 : 19 + i % 2)
                .figure(FigureName.P95, i -> i % 240 < 120 ? 200 : 1_500));

        assertThat(advice.recommended()).isEqualTo(4);
        assertThat(advice.arithmetic()).anySatisfy(step -> assertThat(step).contains("20 / 5 -> 4"));
    }
}
