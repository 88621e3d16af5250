package io.lotse.observer;

import java.time.Duration;
import java.time.Instant;
import java.util.function.IntToDoubleFunction;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.health.Vitals;

import static org.assertj.core.api.Assertions.assertThat;

class MemoryGrowthTest {
    private static final Duration WINDOW = Duration.ofMinutes(30);
    private static final Duration EVERY = Duration.ofSeconds(10);
    /** Enough to fill a window and a slice. */
    private static final int CHECKS = 210;

    private final MemoryGrowth growth = new MemoryGrowth();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void saysNothingBeforeAWindowWasSeen() {
        assertThat(after(150, i -> 100 + i)).isNull();
    }

    @Test
    void aSawToothThatAlwaysFallsToTheSameFloorIsStable() {
        assertThat(after(CHECKS, i -> 100 + i % 17 * 20)).isCloseTo(0, Offset.offset(1e-9));
    }

    @Test
    void aFloorThatRisesIsGrowthThoughTheTeethHideIt() {
        assertThat(after(CHECKS, i -> 100 + i * 0.5 + i % 17 * 20)).isBetween(50.0, 90.0);
    }

    @Test
    void aRestartBeginsAnew() {
        after(CHECKS, i -> 100 + i);

        assertThat(growth.take(vitals(50, Duration.ofSeconds(1)), now, WINDOW)).isNull();
    }

    @Test
    void aGapBeginsAnew() {
        after(CHECKS, i -> 100 + i);
        now = now.plus(Duration.ofMinutes(10));

        assertThat(after(1, i -> 100)).isNull();
    }

    @Test
    void anInstanceThatTellsNoMemoryHasNoGrowth() {
        assertThat(growth.take(Vitals.NONE, now, WINDOW)).isNull();
        assertThat(growth.take(null, now, WINDOW)).isNull();
    }

    private Double after(int checks, IntToDoubleFunction megabytes) {
        Double last = null;
        for (int i = 0; i < checks; i++) {
            now = now.plus(EVERY);
            last = growth.take(vitals(megabytes.applyAsDouble(i), EVERY.multipliedBy(i + 100)), now, WINDOW);
        }
        return last;
    }

    private static Vitals vitals(double megabytes, Duration uptime) {
        return new Vitals(null, Math.round(megabytes * 1e6), null, null, null, "1", uptime);
    }
}
