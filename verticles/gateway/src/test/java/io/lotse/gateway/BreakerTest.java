package io.lotse.gateway;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import io.lotse.contracts.gateway.CircuitState;

import static org.assertj.core.api.Assertions.assertThat;

class BreakerTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final List<CircuitState> told = new ArrayList<>();
    private final Breaker breaker = new Breaker(
            new BreakerRule(
                    3, Duration.ofSeconds(10).toNanos(), Duration.ofSeconds(5).toNanos()),
            nanos::get,
            told::add);

    @Test
    void opensAfterSoManyFailuresWithinTheWindow() {
        fail(2);
        assertThat(breaker.admits()).isTrue();

        fail(1);

        assertThat(breaker.admits()).isFalse();
        assertThat(told).containsExactly(CircuitState.OPEN);
    }

    @Test
    void staysClosedWhileFailuresAreFarApart() {
        for (int i = 0; i < 20; i++) {
            fail(1);
            pass(Duration.ofMillis(5_001));
        }

        assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
    }

    @Test
    void admitsOneTrialAfterAWhileAndClosesWhenItSucceeds() {
        fail(3);
        pass(Duration.ofSeconds(5));

        assertThat(breaker.admits()).isTrue();
        assertThat(breaker.admits()).isFalse();
        breaker.succeeded();

        assertThat(breaker.admits()).isTrue();
        assertThat(told).containsExactly(CircuitState.OPEN, CircuitState.HALF_OPEN, CircuitState.CLOSED);
        fail(2);
        assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
    }

    @Test
    void opensAgainWhenTheTrialFails() {
        fail(3);
        pass(Duration.ofSeconds(5));
        breaker.admits();
        fail(1);

        assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
        pass(Duration.ofMillis(4_999));
        assertThat(breaker.admits()).isFalse();
    }

    @Test
    void admitsAnotherTrialWhenNobodyReportedOnTheFirst() {
        fail(3);
        pass(Duration.ofSeconds(5));
        breaker.admits();
        pass(Duration.ofSeconds(5));

        assertThat(breaker.admits()).isTrue();
    }

    @Test
    void opensOnTheWordOfAnotherNodeWithoutPassingItOn() {
        breaker.hintOpen();

        assertThat(breaker.admits()).isFalse();
        assertThat(told).isEmpty();
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            breaker.failed();
        }
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
