package io.lotse.reports;

import java.time.Duration;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WaitingTest {
    private static Waiting of(double p50, double p95, double p99, double longest) {
        return Waiting.of(
                Made.service("s", Duration.ofMinutes(10))
                        .figure(FigureName.REQUESTS, 10)
                        .latency(p50, p95, p99, longest)
                        .figures(),
                500);
    }

    @Test
    void whatIsFastCostsNothing() {
        Waiting waiting = of(20, 100, 200, 500);

        assertThat(waiting.seconds()).isZero();
        assertThat(waiting.requests()).isZero();
        assertThat(waiting.lasting()).isZero();
        assertThat(waiting.of()).isEqualTo(60);
    }

    @Test
    void whatAlwaysTakesASecondCostsHalfASecondEach() {
        Waiting waiting = of(1_000, 1_000, 1_000, 1_000);

        assertThat(waiting.requests()).isCloseTo(6_000, Offset.offset(1e-6));
        assertThat(waiting.seconds()).isCloseTo(3_000, Offset.offset(1e-6));
        assertThat(waiting.share()).isCloseTo(1, Offset.offset(1e-9));
    }

    /** Four requests of a step, now and then of two steps, wait a second for the machine. */
    @Test
    void pausesOfABusyMachineDoNotLast() {
        Made service = Made.service("s", Duration.ofMinutes(10))
                .figure(FigureName.REQUESTS, 4)
                .figure(FigureName.P50, 2)
                .figure(FigureName.P95, i -> i % 7 < 2 ? 1_000 : 8)
                .figure(FigureName.P99, i -> i % 7 < 2 ? 1_100 : 12)
                .figure(FigureName.LONGEST, i -> i % 7 < 2 ? 1_200 : 15);

        Waiting waiting = Waiting.of(service.figures(), 500);

        assertThat(waiting.requests()).isPositive();
        assertThat(waiting.lasting()).isZero();
    }

    /** One request a second, each tenth slow: a step shows one or none, two steps show that it goes on. */
    @Test
    void ofFewRequestsStepsAreJoined() {
        Made service = Made.service("s", Duration.ofMinutes(10))
                .figure(FigureName.REQUESTS, 1)
                .figure(FigureName.P50, 2)
                .figure(FigureName.P95, i -> i % 2 == 0 ? 1_200 : 8)
                .figure(FigureName.P99, i -> i % 2 == 0 ? 1_200 : 8)
                .figure(FigureName.LONGEST, i -> i % 2 == 0 ? 1_200 : 8);

        Waiting waiting = Waiting.of(service.figures(), 500);

        assertThat(waiting.of()).isEqualTo(30);
        assertThat(waiting.lasting()).isEqualTo(30);
    }

    /** One in ten takes 0.9 s, the others 5 ms: the truth is 600 requests x 0.4 s. */
    @Test
    void aSlowTenthIsReckonedAboutRight() {
        Waiting waiting = of(5, 900, 905, 910);

        assertThat(waiting.share()).isCloseTo(0.1, Offset.offset(0.02));
        assertThat(waiting.seconds()).isCloseTo(240, Offset.offset(80.0));
        assertThat(waiting.lasting()).isEqualTo(60);
    }
}
