package io.lotse.gateway;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LeanConnectionsTest {
    @Test
    void knowsThisReleaseOfTheStack() {
        assertThat(new LeanConnections().canBe()).isEqualTo(Runtime.version().feature() < 26);
    }
}
