package io.lotse.hostagent;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HostAgentConfigTest {
    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "a/b"})
    void refusesAHostThatCannotBeAKey(String host) {
        assertThatThrownBy(() -> new HostAgentConfig(host)).hasMessageStartingWith("host: ");
    }

    @Test
    void refusesTimesThatAreNone() {
        assertThatThrownBy(() -> new HostAgentConfig("a", Duration.ZERO, Duration.ofSeconds(1)))
                .hasMessageStartingWith("factsInterval: ");
        assertThatThrownBy(() -> new HostAgentConfig("a", Duration.ofSeconds(1), null))
                .hasMessageStartingWith("ledgerRetry: ");
    }
}
