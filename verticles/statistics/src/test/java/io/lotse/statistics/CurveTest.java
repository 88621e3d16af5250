package io.lotse.statistics;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CurveTest {
    @Test
    void whatBecomesNothingIsLeftOutWithItsTime() {
        Curve roots =
                new Curve(new long[] {1, 2, 5}, new double[] {4, -1, 9}).map((at, value) -> at * Math.sqrt(value));

        assertThat(roots.atMillis()).containsExactly(1, 5);
        assertThat(roots.values()).containsExactly(2, 15);
    }
}
