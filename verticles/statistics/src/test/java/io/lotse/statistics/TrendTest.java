package io.lotse.statistics;

import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TrendTest {
    private static final int HOUR_MILLIS = 3_600_000;

    @Test
    void ofALineItIsTheLine() {
        Trend trend = Trend.of(hourly(20, i -> 5 + 3.0 * i));

        assertThat(trend.perHour()).isCloseTo(3, Offset.offset(1e-9));
        assertThat(trend.chance()).isLessThan(1e-6);
    }

    @Test
    void aFifthOfWildValuesDoesNotMoveIt() {
        Trend trend = Trend.of(hourly(40, i -> i % 5 == 2 ? 1e6 : 2.0 * i + i % 3 * 0.1));

        assertThat(trend.perHour()).isCloseTo(2, Offset.offset(0.5));
    }

    /** Mann-Kendall by hand: S = 8 of 10 pairs, variance 5 * 4 * 15 / 18. */
    @Test
    void theChanceIsThatOfMannAndKendall() {
        Trend trend = Trend.of(hourly(5, i -> new double[] {1, 3, 2, 4, 5}[i]));

        double deviations = 7 / Math.sqrt(5 * 4 * 15 / 18.0 * 1);
        assertThat(trend.chance()).isCloseTo(Order.chance(deviations), Offset.offset(0.02));
    }

    @Test
    void theIntervalHoldsTheSlopeNineteenTimesInTwenty() {
        long held = IntStream.range(0, 200)
                .mapToObj(Random::new)
                .map(random -> Trend.of(hourly(30, i -> 0.5 * i + random.nextGaussian())))
                .filter(trend -> trend.perHourLow() <= 0.5 && 0.5 <= trend.perHourHigh())
                .count();

        assertThat(held).isBetween(180L, 200L);
    }

    @Test
    void aCurveThatWandersIsNotTakenForOneThatRises() {
        long risen = IntStream.range(0, 200)
                .mapToObj(Random::new)
                .filter(random -> Trend.of(wandering(random)).chance() < 1e-3)
                .count();

        assertThat(risen).isLessThanOrEqualTo(6);
    }

    @Test
    void ofASingleValueNothingIsKnown() {
        assertThat(Trend.of(hourly(1, i -> 1)).perHour()).isNaN();
        assertThat(Trend.of(hourly(10, i -> 7)).chance()).isEqualTo(1);
    }

    private static Curve wandering(Random random) {
        double[] state = {0};
        return hourly(40, i -> state[0] = 0.8 * state[0] + random.nextGaussian());
    }

    private static Curve hourly(int count, IntToDoubleFunction value) {
        return new Curve(
                IntStream.range(0, count).mapToLong(i -> (long) i * HOUR_MILLIS).toArray(),
                IntStream.range(0, count).mapToDouble(value).toArray());
    }
}
