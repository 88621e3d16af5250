package io.lotse.statistics;

import java.util.Random;
import java.util.stream.IntStream;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ShiftTest {
    @Test
    void ofValuesThatWereMovedItIsHowFar() {
        double[] before = {3, 1, 5, 2, 4};
        Shift shift = Shift.of(before, new double[] {14, 11, 13, 15, 12});

        assertThat(shift.by()).isEqualTo(10);
        assertThat(shift.low()).isGreaterThan(0);
        assertThat(shift.chance()).isLessThan(0.01);
    }

    @Test
    void theIntervalHoldsTheShiftNineteenTimesInTwenty() {
        long held = IntStream.range(0, 300)
                .mapToObj(Random::new)
                .map(random -> Shift.of(normal(random, 30, 0), normal(random, 30, 0.7)))
                .filter(shift -> shift.low() <= 0.7 && 0.7 <= shift.high())
                .count();

        assertThat(held).isBetween(276L, 300L);
    }

    @Test
    void whatWandersIsNotTakenForWhatWasMoved() {
        long moved = IntStream.range(0, 300)
                .mapToObj(Random::new)
                .map(random -> Shift.of(wandering(random, 60), wandering(random, 60)))
                .filter(shift -> shift.low() > 0 || shift.high() < 0)
                .count();

        assertThat(moved).isLessThanOrEqualTo(30);
    }

    @Test
    void ofNothingNothingIsKnown() {
        assertThat(Shift.of(new double[0], new double[] {1}).by()).isNaN();
        assertThat(Shift.of(new double[] {1}, new double[0]).chance()).isEqualTo(1);
        assertThat(Shift.of(new double[] {7, 7}, new double[] {7, 7}).by()).isCloseTo(0, Offset.offset(0.0));
    }

    private static double[] normal(Random random, int count, double mean) {
        return IntStream.range(0, count)
                .mapToDouble(i -> mean + random.nextGaussian())
                .toArray();
    }

    private static double[] wandering(Random random, int count) {
        double[] state = {0};
        return IntStream.range(0, count)
                .mapToDouble(i -> state[0] = 0.7 * state[0] + random.nextGaussian())
                .toArray();
    }
}
