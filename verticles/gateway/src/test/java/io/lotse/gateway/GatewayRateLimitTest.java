package io.lotse.gateway;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.Empty;
import io.lotse.contracts.cluster.ClusterContract;
import io.lotse.contracts.cluster.Members;
import io.lotse.contracts.cluster.NodeInfo;
import io.lotse.contracts.gateway.GatewayContract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Rate limits over real sockets. */
class GatewayRateLimitTest {
    private final GatewayFixture gateway = new GatewayFixture();
    private final AtomicInteger asked = new AtomicInteger();

    @BeforeEach
    void start() {
        gateway.instance("s", r -> {
            asked.incrementAndGet();
            r.response().end("hello");
        });
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private void limits(String limits) {
        gateway.mesh.route(
                "r",
                """
                {"match": {"path": "/r/**"}, "targets": [{"service": "s"}], "policy": {"rate_limits": [%s]}}"""
                        .formatted(limits));
    }

    @Test
    void answersTooManyRequestsWithWhenToComeAgain() {
        limits("{\"requests\": 3, \"window\": 3600}");
        for (int i = 0; i < 3; i++) {
            GatewayFixture.Answer answer = gateway.get("/r");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.head().getHeader("RateLimit-Policy")).isEqualTo("\"client-address-3600s\";q=3;w=3600");
            assertThat(answer.head().getHeader("RateLimit"))
                    .startsWith("\"client-address-3600s\";r=" + (2 - i) + ";t=");
        }

        GatewayFixture.Answer refused = gateway.get("/r");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.code()).isEqualTo("rate-limited");
        assertThat(refused.head().getHeader("Content-Type")).isEqualTo("application/problem+json");
        assertThat(refused.head().getHeader("RateLimit-Policy")).isEqualTo("\"client-address-3600s\";q=3;w=3600");
        int wait = Integer.parseInt(refused.head().getHeader("Retry-After"));
        assertThat(wait).isBetween(1_100, 1_200);
        assertThat(refused.head().getHeader("RateLimit")).isEqualTo("\"client-address-3600s\";r=0;t=" + wait);
        assertThat(refused.text()).contains("the route r takes 3 requests in 3600 s");
        assertThat(asked).hasValue(3);
    }

    @Test
    void goesOnServingTheConnectionThatItRefused() throws Exception {
        limits("{\"requests\": 1, \"window\": 3600}");
        try (RawConnection raw = gateway.raw()) {
            raw.sendBytes("GET /r HTTP/1.1\r\nHost: h\r\n\r\n"
                    + "POST /r HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc"
                    + "GET /api/s HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");

            assertThat(raw.readAll()).containsSubsequence("HTTP/1.1 200", "HTTP/1.1 429", "HTTP/1.1 200");
        }
    }

    @Test
    void tellsClientsApartByHeaderAndThoseWithoutByAddress() {
        limits("{\"requests\": 1, \"window\": 3600, \"key\": \"header:X-User\"}");

        assertThat(gateway.get("/r", Map.of("X-User", "a")).status()).isEqualTo(200);
        assertThat(gateway.get("/r", Map.of("X-User", "b")).status()).isEqualTo(200);
        assertThat(gateway.get("/r").status()).isEqualTo(200);
        assertThat(gateway.get("/r", Map.of("x-user", "a")).status()).isEqualTo(429);
        assertThat(gateway.get("/r").status()).isEqualTo(429);
    }

    @Test
    void tellsClientsApartByToken() {
        limits("{\"requests\": 1, \"window\": 3600, \"key\": \"token\"}");

        assertThat(gateway.get("/r", Map.of("Authorization", "Bearer a")).status())
                .isEqualTo(200);
        assertThat(gateway.get("/r", Map.of("Authorization", "Bearer b")).status())
                .isEqualTo(200);
        assertThat(gateway.get("/r", Map.of("Authorization", "Bearer a")).status())
                .isEqualTo(429);
    }

    @Test
    void holdsSeveralLimitsAtOnce() {
        limits("{\"requests\": 1, \"window\": 3600, \"key\": \"header:X-User\"},"
                + "{\"requests\": 2, \"window\": 60, \"key\": \"route\"}");

        GatewayFixture.Answer first = gateway.get("/r", Map.of("X-User", "a"));
        assertThat(first.head().headers().getAll("RateLimit")).hasSize(2);
        assertThat(gateway.get("/r", Map.of("X-User", "b")).status()).isEqualTo(200);
        assertThat(gateway.get("/r", Map.of("X-User", "c")).text()).contains("takes 2 requests in 60 s:");
    }

    @Test
    void countsTogetherWithOtherGateways() {
        int other = gateway.startGateway("beta", null);
        gateway.instance("t", r -> r.response().end("t"));
        limits("{\"requests\": 4, \"window\": 3600, \"key\": \"route\"}");

        for (int i = 0; i < 4; i++) {
            assertThat(gateway.get("/r").status()).isEqualTo(200);
        }

        await().untilAsserted(
                        () -> assertThat(gateway.getFrom(other, "/r").status()).isEqualTo(429));
    }

    @Test
    void doesNotBelieveAClientThatClaimsToBeAGateway() {
        gateway.mesh.register(
                "m-1",
                "m",
                gateway.upstream(r -> r.response().end()).actualPort(),
                Map.of("gateway.policy", "{\"rate_limits\": [{\"requests\": 1, \"window\": 3600}]}"));
        Map<String, String> hop = Map.of("Lotse-Hop", "1");
        assertThat(gateway.get("/api/m", hop).status()).isEqualTo(200);
        assertThat(gateway.get("/api/m", hop).status()).isEqualTo(429);

        ClusterContract.MEMBERS_CHANGED.publish(
                gateway.vertx.eventBus(),
                new Members(List.of(new NodeInfo(
                        "b",
                        "b",
                        "beta",
                        List.of("gateway"),
                        "http://127.0.0.1:9",
                        null,
                        null,
                        1,
                        "0",
                        Instant.EPOCH))));

        await().untilAsserted(
                        () -> assertThat(gateway.get("/api/m", hop).status()).isEqualTo(200));
    }

    @Test
    void namesEveryMistakeOfALimit() {
        gateway.mesh.route(
                "bad",
                """
                {"match": {"path": "/bad"}, "targets": [{"service": "s"}], "policy": {"rate_limits": [
                 {"requests": 0, "window": 0.5, "burst": 0, "key": "shoe"}]}}""");

        assertThat(Await.result(GatewayContract.ROUTES.call(gateway.vertx.eventBus(), Empty.EMPTY))
                        .refused())
                .singleElement()
                .asString()
                .contains("policy.rate_limits[0].requests: 0 is out of bounds")
                .contains("policy.rate_limits[0].window: is no such time")
                .contains("policy.rate_limits[0].burst: 0 is out of bounds")
                .contains("policy.rate_limits[0].key: 'shoe' is no key");
    }
}
