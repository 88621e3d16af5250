package io.lotse.gateway;

import java.io.IOException;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a route's cache makes of a kept answer for HEAD, conditions and ranges, over real sockets: RFC 9110. */
@DisplayName("RFC 9110, 9.3.2 and 13 to 15: HEAD, conditions, parts")
class GatewayCacheConditionsTest {
    private static final String EARLIER = "Sun, 06 Nov 1994 08:49:37 GMT";

    private final CacheFixture cache = new CacheFixture();

    @AfterEach
    void close() {
        cache.close();
    }

    @Test
    void rfc9110_9_3_2_answersHeadFromWhatGetBrought() throws IOException {
        cache.answer(200, "one", "Cache-Control", "max-age=60");
        cache.get("/r");

        GatewayFixture.Answer head = cache.send("HEAD", "/r");

        assertThat(head.head().getHeader("content-length")).isEqualTo("3");
        assertThat(CacheFixture.status(head)).contains("hit");
        assertThat(head.body().length()).isZero();
        try (RawConnection client = cache.gateway.raw()) {
            client.send("HEAD /r HTTP/1.1\r\nHost: 127.0.0.1:" + cache.gateway.port + "\r\nConnection: close\r\n\r\n");
            assertThat(client.readAll()).contains("hit").endsWith("\r\n\r\n");
        }
        cache.assertAsked(1);
    }

    @Test
    void rfc9110_14_servesAPartOfWhatIsWhole() {
        cache.answer(200, "0123456789", "Cache-Control", "max-age=60", "ETag", "\"1\"");
        cache.get("/r");

        GatewayFixture.Answer part = cache.get("/r", "range", "bytes=2-4");
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.text()).isEqualTo("234");
        assertThat(part.head().getHeader("content-range")).isEqualTo("bytes 2-4/10");
        assertThat(part.head().getHeader("content-length")).isEqualTo("3");

        GatewayFixture.Answer beyond = cache.get("/r", "range", "bytes=10-");
        assertThat(beyond.status()).isEqualTo(416);
        assertThat(beyond.head().getHeader("content-range")).isEqualTo("bytes */10");
        assertThat(cache.get("/r", "range", "bytes=0-1,3-4").text()).isEqualTo("0123456789");

        assertThat(cache.gateway
                        .get("/r", Map.of("range", "bytes=0-0", "if-range", "\"1\""))
                        .text())
                .isEqualTo("0");
        assertThat(cache.gateway
                        .get("/r", Map.of("range", "bytes=0-0", "if-range", "\"2\""))
                        .text())
                .isEqualTo("0123456789");
        cache.assertAsked(1);
    }

    @Test
    void rfc9110_13_2_1_conditionsCountForWhatCanBeServedOnly() {
        cache.answer(404, "none", "Cache-Control", "max-age=60", "ETag", "\"1\"");
        cache.get("/r");

        assertThat(cache.get("/r", "if-none-match", "*").status()).isEqualTo(404);
        assertThat(cache.get("/r", "range", "bytes=0-0").status()).isEqualTo(404);
        cache.assertAsked(1);
    }

    @Test
    void rfc9110_13_2_2_whatTheClientHasCountsBeforeTheRange() {
        cache.answer(200, "one", "Cache-Control", "max-age=60", "ETag", "\"1\"");
        cache.get("/r");

        Map<String, String> both = Map.of("if-none-match", "\"1\"", "range", "bytes=0-0");
        assertThat(cache.gateway.get("/r", both).status()).isEqualTo(304);
    }

    @Test
    void rfc9110_14_2_onlyGetHasParts() {
        cache.answer(200, "one", "Cache-Control", "max-age=60");
        cache.get("/r");

        GatewayFixture.Answer head = cache.send("HEAD", "/r", "range", "bytes=0-0");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.head().getHeader("content-length")).isEqualTo("3");
        cache.assertAsked(1);
    }

    @Test
    void rfc9110_15_whatIsMadeOfAKeptAnswerHasItsFields() {
        String[] fields = {
            "Cache-Control",
            "max-age=60",
            "Content-Location",
            "/r/1",
            "ETag",
            "\"1\"",
            "Expires",
            EARLIER,
            "Vary",
            "X-A"
        };
        cache.answer(200, "one", fields);
        cache.get("/r");

        GatewayFixture.Answer notModified = cache.get("/r", "if-none-match", "\"1\"");
        GatewayFixture.Answer part = cache.get("/r", "range", "bytes=0-0");
        assertThat(notModified.status()).isEqualTo(304);
        assertThat(part.status()).isEqualTo(206);
        for (int i = 0; i < fields.length; i += 2) {
            assertThat(notModified.head().getHeader(fields[i])).isEqualTo(fields[i + 1]);
            assertThat(part.head().getHeader(fields[i])).isEqualTo(fields[i + 1]);
        }
        assertThat(notModified.head().getHeader("date")).isNotNull();
        assertThat(part.head().getHeader("date")).isNotNull();
        cache.assertAsked(1);
    }

    @Test
    void rfc9110_15_5_17_theRefusalOfAPartIsNoAnswerForOtherCachesToKeep() {
        cache.answer(
                200,
                "one",
                "Cache-Control",
                "max-age=60",
                "CDN-Cache-Control",
                "max-age=60",
                "Expires",
                EARLIER,
                "ETag",
                "\"1\"",
                "Access-Control-Allow-Origin",
                "*");
        cache.get("/r");

        GatewayFixture.Answer beyond = cache.get("/r", "range", "bytes=3-");
        assertThat(beyond.status()).isEqualTo(416);
        assertThat(beyond.head().headers().names())
                .doesNotContain("Cache-Control", "CDN-Cache-Control", "Expires", "ETag")
                .contains("Access-Control-Allow-Origin");
    }
}
