package io.lotse.gateway;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class GatewayConfigTest {
    @Test
    void namesTheKeyAndTheValueThatCannotBe() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GatewayConfig("127.0.0.1", 70_000, "h", "development", null))
                .withMessageContaining("gateway.port is 70000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GatewayConfig(" ", 0, "h", "development", null))
                .withMessageContaining("gateway.bind_address");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GatewayConfig("127.0.0.1", 0, null, "development", null))
                .withMessageContaining("gateway.host");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GatewayConfig.Control("localhost", 0))
                .withMessageContaining("gateway.control.port is 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GatewayConfig.Limits(16, 1_000, Duration.ofSeconds(1)))
                .withMessageContaining("gateway.limits.request_line is 16");
    }

    @Test
    void refusesTimeoutsThatContradictEachOther() {
        Duration second = Duration.ofSeconds(1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GatewayConfig.Timeouts(second, second, second, second))
                .withMessageContaining("gateway.timeouts.idle");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GatewayConfig.Timeouts(Duration.ZERO, second, second, second))
                .withMessageContaining("gateway.timeouts.connect");
    }
}
