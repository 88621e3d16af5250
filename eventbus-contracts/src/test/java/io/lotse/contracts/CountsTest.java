package io.lotse.contracts;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CountsTest {
    @Test
    void oneAloneIsSingular() {
        assertThat(Counts.of(0, "port")).isEqualTo("0 ports");
        assertThat(Counts.of(1, "port")).isEqualTo("1 port");
        assertThat(Counts.of(21, "port")).isEqualTo("21 ports");
    }

    @Test
    void wordsThatTakeNoSAreGiven() {
        assertThat(Counts.of(1, "entry", "entries")).isEqualTo("1 entry");
        assertThat(Counts.of(10_000_000_000L, "entry", "entries")).isEqualTo("10000000000 entries");
    }

    @Test
    void theVerbFollows() {
        assertThat(Counts.are(1, "route") + " right").isEqualTo("1 route is right");
        assertThat(Counts.are(0, "route") + " right").isEqualTo("0 routes are right");
    }
}
