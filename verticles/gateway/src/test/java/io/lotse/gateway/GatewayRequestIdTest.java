package io.lotse.gateway;

import java.io.IOException;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The id by which a request is found again. */
class GatewayRequestIdTest {
    private static final String MADE = "[0-9a-f]{32}";
    private final GatewayFixture gateway = GatewayFixture.patient();

    @AfterEach
    void close() {
        gateway.close();
    }

    private void echo() {
        gateway.instance("s", r -> r.response()
                .putHeader("X-Request-Id", "the service's own")
                .end(String.join("|", r.headers().getAll("X-Request-Id"))));
    }

    @Test
    void makesAnIdForBothSidesOfARequestThatBringsNone() {
        echo();

        GatewayFixture.Answer first = gateway.get("/api/s/");
        GatewayFixture.Answer second = gateway.get("/api/s/");

        assertThat(first.text()).matches(MADE).isNotEqualTo(second.text());
        assertThat(first.head().headers().getAll("X-Request-Id")).containsExactly(first.text());
    }

    @Test
    void keepsTheIdThatARequestBringsAlong() {
        echo();

        GatewayFixture.Answer answer = gateway.get("/api/s/", Map.of("x-request-id", "checkout:4711/a_B.c"));

        assertThat(answer.text()).isEqualTo("checkout:4711/a_B.c");
        assertThat(answer.head().getHeader("X-Request-Id")).isEqualTo("checkout:4711/a_B.c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "\"quoted\"", "<b>", "a\tb", "${jndi:x}", "\u00e4", "a,b"})
    void replacesWhatIsNoId(String id) {
        echo();

        assertThat(gateway.get("/api/s/", Map.of("X-Request-Id", id)).text()).matches(MADE);
    }

    @Test
    void replacesAnIdThatIsTooLongOrSentTwice() throws IOException {
        echo();

        assertThat(gateway.get("/api/s/", Map.of("X-Request-Id", "a".repeat(129)))
                        .text())
                .matches(MADE);
        assertThat(gateway.get("/api/s/", Map.of("X-Request-Id", "a".repeat(128)))
                        .text())
                .hasSize(128);
        try (RawConnection raw = gateway.raw()) {
            raw.send(
                    "GET /api/s/ HTTP/1.1\r\nHost: h\r\nX-Request-Id: a\r\nX-Request-Id: b\r\nConnection: close\r\n\r\n");
            assertThat(raw.readAll()).containsPattern("\r\n\r\n" + MADE + "$");
        }
    }

    @Test
    void namesTheIdInProblems() {
        GatewayFixture.Answer answer = gateway.get("/api/nobody/", Map.of("X-Request-Id", "mine"));

        assertThat(answer.status()).isGreaterThanOrEqualTo(400);
        assertThat(answer.body().toJsonObject().getString("request_id")).isEqualTo("mine");
        assertThat(answer.head().getHeader("X-Request-Id")).isEqualTo("mine");
    }

    @Test
    void givesAnIdToWhatIsNotHttpToo() throws IOException {
        try (RawConnection raw = gateway.raw()) {
            raw.send("GET /api/s/ HTTP/1.1\r\nHost: h\r\nBad Header: 1\r\n\r\n");
            assertThat(raw.readAll())
                    .startsWith("HTTP/1.1 400")
                    .containsPattern("(?i)x-request-id: " + MADE)
                    .containsPattern("\"request_id\":\"" + MADE + "\"");
        }
    }

    @Test
    void tellsEachClientItsOwnIdWithAKeptAnswer() {
        gateway.instance(
                "s", r -> r.response().putHeader("Cache-Control", "max-age=60").end("kept"));
        gateway.mesh.route(
                "r",
                "{\"match\": {\"path\": \"/r\"}, \"targets\": [{\"service\": \"s\"}], \"policy\": {\"cache\": {}}}");

        gateway.get("/r", Map.of("X-Request-Id", "one"));
        GatewayFixture.Answer kept = gateway.get("/r", Map.of("X-Request-Id", "two"));

        assertThat(kept.head().getHeader("Cache-Status")).contains("hit");
        assertThat(kept.head().headers().getAll("X-Request-Id")).containsExactly("two");
    }
}
