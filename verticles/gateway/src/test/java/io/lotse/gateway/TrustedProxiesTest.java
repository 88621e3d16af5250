package io.lotse.gateway;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Rate limits by address behind a load balancer: the test is the load balancer. */
class TrustedProxiesTest {
    private final GatewayFixture gateway = new GatewayFixture();

    @AfterEach
    void close() {
        gateway.close();
    }

    private int behind(String... networks) {
        gateway.mesh.route(
                "r",
                """
                {"match": {"path": "/r"}, "answer": {"status": 200},
                 "policy": {"rate_limits": [{"requests": 1, "window": 3600}]}}""");
        GatewayVerticle verticle = gateway.verticle(
                new GatewayConfig("127.0.0.1", 0, GatewayFixture.HOST, "development", null).behind(List.of(networks)));
        Await.done(gateway.vertx.deployVerticle(verticle));
        return verticle.port();
    }

    private int status(int port, String forwardedFor) {
        return gateway.getFrom(port, "/r", Map.of("X-Forwarded-For", forwardedFor))
                .status();
    }

    @Test
    void believesATrustedProxyAndNobodyBehindIt() {
        int port = behind("127.0.0.0/8", "10.0.0.0/8", "2001:db8::/32");

        assertThat(status(port, "192.0.2.1")).isEqualTo(200);
        assertThat(status(port, "192.0.2.2:4711, 10.1.2.3")).isEqualTo(200);
        assertThat(status(port, "192.0.2.2")).isEqualTo(429);
        assertThat(status(port, "198.51.100.9, 192.0.2.1")).isEqualTo(429);
        assertThat(status(port, "[2001:db9::1]:80, 2001:db8::5")).isEqualTo(200);
        assertThat(status(port, "2001:db9::2")).isEqualTo(429);
    }

    @Test
    void countsByTheLastGoodAddressWhereTheFieldIsNonsense() {
        int port = behind("127.0.0.1");

        assertThat(status(port, "unknown")).isEqualTo(200);
        assertThat(status(port, "192.0.2.1, _hidden")).isEqualTo(429);
        assertThat(gateway.getFrom(port, "/r").status()).isEqualTo(429);
    }

    @Test
    void believesNobodyElse() {
        int port = behind("10.0.0.0/8");

        assertThat(status(port, "192.0.2.1")).isEqualTo(200);
        assertThat(status(port, "192.0.2.2")).isEqualTo(429);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "ten", "10.0.0.0/x", "", "::/129"})
    void namesWhatIsNoNetwork(String text) {
        assertThatThrownBy(() -> new TrustedProxies(List.of(text)))
                .hasMessage(text + " is no network: give one such as 10.0.0.0/8 or 192.0.2.7");
    }
}
