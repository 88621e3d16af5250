package io.lotse.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the access log writes, and what it leaves out. */
class AccessLogTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private final List<String> lines = new ArrayList<>();

    private static AccessEntry entry(String agent, int status, long millis, Outcome outcome) {
        return new AccessEntry(
                Instant.parse("2026-11-26T09:30:00.123Z"),
                "192.0.2.7",
                null,
                "GET",
                "shop.example",
                "/api/orders/7?token=secret",
                "HTTP/1.1",
                status,
                3,
                15,
                millis * 1_000_000,
                1_500_000,
                "127.0.0.1:9000",
                2,
                "orders",
                "development",
                "id-1",
                null,
                "lotse; hit",
                agent,
                null,
                outcome);
    }

    private static AccessEntry entry(String agent) {
        return entry(agent, 200, 2, Outcome.ANSWERED);
    }

    private AccessLog log(boolean combined, double share, boolean query, int queued) {
        return new AccessLog(new GatewayConfig.AccessLog(combined, share, SECOND, query, lines::add), queued);
    }

    private String line(boolean combined, boolean query, AccessEntry entry) {
        AccessLog log = log(combined, 1, query, 16);
        log.add(entry);
        log.write();
        return lines.get(lines.size() - 1);
    }

    @Test
    void writesAnObjectForEachRequestWithoutTheQuery() {
        assertThat(new JsonObject(line(false, false, entry("curl/8"))))
                .isEqualTo(
                        new JsonObject(
                                """
                        {"time": "2026-11-26T09:30:00.123Z", "client": "192.0.2.7", "method": "GET", "host": "shop.example",
                         "path": "/api/orders/7", "protocol": "HTTP/1.1", "user_agent": "curl/8", "request_id": "id-1",
                         "status": 200, "outcome": "answered", "bytes_in": 3, "bytes_out": 15, "duration_ms": 2.0,
                         "first_byte_ms": 1.5, "route": "orders", "environment": "development",
                         "upstream": "127.0.0.1:9000", "tries": 2, "cache": "lotse; hit"}"""));
    }

    @Test
    void writesTheCombinedFormat() {
        assertThat(line(true, false, entry("curl/8")))
                .isEqualTo(
                        "192.0.2.7 - - [26/Nov/2026:09:30:00 +0000] \"GET /api/orders/7 HTTP/1.1\" 200 15 \"-\" \"curl/8\""
                                + " id=id-1 upstream=127.0.0.1:9000 us=2000");
    }

    @Test
    void writesTheQueryWhereItIsAskedFor() {
        assertThat(new JsonObject(line(false, true, entry("a"))).getString("path"))
                .isEqualTo("/api/orders/7?token=secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\"b", "a\\b", "a\r\nforged", "\u001b[31mred", "a\u009bb", "a\tb\u0000"})
    void letsNothingOutOfItsFieldOrLine(String agent) {
        String json = line(false, false, entry(agent));
        assertThat(json).matches("[ -~]*");
        assertThat(new JsonObject(json).getString("user_agent")).isEqualTo(agent);
        String combined = line(true, false, entry(agent));
        assertThat(combined).matches("[ -~]*");
        assertThat(combined.chars().filter(c -> c == '"').count()).isEqualTo(6);
    }

    @Test
    void writesErrorsAndSlowRequestsWhateverTheShare() {
        AccessLog log = log(false, 0, false, 16);

        log.add(entry("fine"));
        log.add(entry("missing", 404, 2, Outcome.ANSWERED));
        log.add(entry("broken", 502, 2, Outcome.FAILED));
        log.add(entry("cut-off", 200, 2, Outcome.FAILED));
        log.add(entry("left", 0, 2, Outcome.CLIENT_LEFT));
        log.add(entry("slow", 200, 1_000, Outcome.ANSWERED));
        log.write();

        assertThat(lines.stream().map(l -> new JsonObject(l).getString("user_agent")))
                .containsExactly("broken", "cut-off", "left", "slow");
    }

    @Test
    void writesAboutTheShareThatIsAskedFor() {
        AccessLog log = log(false, 0.5, false, 2_048);

        IntStream.range(0, 2_000).forEach(i -> log.add(entry("a")));
        log.write();

        assertThat(lines).hasSizeBetween(800, 1_200);
    }

    @Test
    void countsWhatFindsTheQueueFullAndHoldsNobodyUp() {
        AccessLog log = log(false, 1, false, 8);
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        log.countIn(registry);

        IntStream.range(0, 11).forEach(i -> log.add(entry("a")));
        log.write();

        assertThat(lines).hasSize(8);
        assertThat(registry.get("lotse.gateway.access.log.dropped")
                        .functionCounter()
                        .count())
                .isEqualTo(3);
    }

    @Test
    void refusesAShareThatIsNone() {
        assertThatThrownBy(() -> new GatewayConfig.AccessLog(false, 1.5, SECOND, false, l -> {}))
                .hasMessage("gateway.access_log.share is 1.5: give 0 to 1");
    }
}
