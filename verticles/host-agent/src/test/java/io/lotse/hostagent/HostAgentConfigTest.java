package io.lotse.hostagent;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HostAgentConfigTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "a/b"})
    void refusesAHostThatCannotBeAKey(String host) {
        assertThatThrownBy(() -> new HostAgentConfig(host, false, SECOND)).hasMessageStartingWith("host: ");
    }

    @Test
    void refusesTimesThatAreNone() {
        assertThatThrownBy(() -> new HostAgentConfig("a", Duration.ZERO, SECOND, SECOND, 1))
                .hasMessageStartingWith("factsInterval: ");
        assertThatThrownBy(() -> new HostAgentConfig("a", SECOND, null, SECOND, 1))
                .hasMessageStartingWith("ledgerRetry: ");
        assertThatThrownBy(() -> new HostAgentConfig("a", SECOND, SECOND, SECOND, 0))
                .hasMessageStartingWith("reclaimLooks: ");
    }

    @ParameterizedTest
    @CsvSource({"3, 1", "4, 2", "30, 10", "31, 11"})
    void looksUntilTheTimeIsFull(int seconds, int looks) {
        assertThat(new HostAgentConfig("a", false, Duration.ofSeconds(seconds)).reclaimLooks())
                .isEqualTo(looks);
    }
}
