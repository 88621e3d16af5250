package io.lotse.statistics;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OrderTest {
    @Test
    void equalValuesShareTheirRanks() {
        assertThat(Order.ranks(new double[] {3, 1, 3, 2})).containsExactly(3.5, 1, 3.5, 2);
    }

    @Test
    void correlatesWhatRisesTogetherThoughNotInALine() {
        double[] a = {1, 2, 3, 4, 5};

        assertThat(Order.correlation(a, new double[] {1, 8, 27, 64, 125})).isCloseTo(1, Offset.offset(1e-9));
        assertThat(Order.correlation(a, new double[] {5, 4, 3, 2, 1})).isCloseTo(-1, Offset.offset(1e-9));
        assertThat(Order.correlation(a, new double[] {7, 7, 7, 7, 7})).isZero();
    }

    @Test
    void theChanceIsThatOfTheNormalDistribution() {
        assertThat(Order.chance(0)).isCloseTo(0.5, Offset.offset(1e-6));
        assertThat(Order.chance(1.959964)).isCloseTo(0.025, Offset.offset(1e-6));
        assertThat(Order.chance(-1.959964)).isCloseTo(0.975, Offset.offset(1e-6));
        assertThat(Order.chance(4)).isCloseTo(3.167e-5, Offset.offset(1e-7));
    }

    @Test
    void theScatterOfNormalValuesIsTheirStandardDeviation() {
        java.util.Random random = new java.util.Random(1);
        double[] values =
                random.doubles(2_000).map(u -> 100 + 5 * random.nextGaussian()).toArray();

        assertThat(Order.scatter(values)).isCloseTo(5, Offset.offset(0.3));
        assertThat(Order.median(new double[0])).isNaN();
    }
}
