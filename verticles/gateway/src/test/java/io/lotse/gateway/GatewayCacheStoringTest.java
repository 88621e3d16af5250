package io.lotse.gateway;

import java.io.IOException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What a route's cache keeps, over real sockets: RFC 9111, 2 and 3. */
@DisplayName("RFC 9111, 3: storing answers")
class GatewayCacheStoringTest {
    private final CacheFixture cache = new CacheFixture();

    @AfterEach
    void close() {
        cache.close();
    }

    @Test
    void rfc9111_2_theQueryAndTheHostArePartOfTheKey() {
        cache.answer(200, "one", "Cache-Control", "max-age=60");

        cache.get("/r?a");
        cache.get("/r?b");
        cache.get("/r?a", "host", "other.example");
        cache.assertAsked(3);
        cache.get("/r?b", "host", "OTHER.example");
        cache.get("/r?a", "host", "OTHER.example");
        cache.assertAsked(4);
    }

    @Test
    void rfc9111_3_keepsABodyThatCameInChunks() {
        cache.answer(r -> {
            r.response()
                    .setChunked(true)
                    .putHeader("Cache-Control", "max-age=60")
                    .write("a");
            r.response().end("b");
        });

        assertThat(cache.get("/r").text()).isEqualTo("ab");
        GatewayFixture.Answer second = cache.get("/r");
        assertThat(second.text()).isEqualTo("ab");
        assertThat(second.head().getHeader("transfer-encoding")).isNull();
        cache.assertAsked(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 10\r\n\r\nabc", "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"})
    void rfc9111_3_3_aBodyThatBreaksOffIsNotKept(String broken) throws IOException {
        try (RawUpstream upstream = new RawUpstream(c -> {
            c.readHead();
            c.send("HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\n" + broken);
        })) {
            cache.gateway.register("t", upstream.port());
            cache.gateway.mesh.route(
                    "t",
                    """
                    {"match": {"path": "/t"}, "targets": [{"service": "t"}], "policy": {"cache": {}}}""");

            for (int i = 0; i < 2; i++) {
                try (RawConnection client = cache.gateway.raw()) {
                    client.send("GET /t HTTP/1.1\r\nHost: h\r\n\r\n");
                    assertThat(client.readAll()).contains("fwd=uri-miss").doesNotContain("hit;");
                }
            }
        }
    }

    @Test
    void rfc9111_3_5_anAnswerToAnAuthorizedRequestServesOthersOnlyIfItSaysSo() {
        cache.answer(200, "mine", "Cache-Control", "max-age=60")
                .answer(200, "mine", "Cache-Control", "max-age=60")
                .answer(200, "all", "Cache-Control", "max-age=60, public");

        cache.get("/r", "authorization", "Basic YTpi");
        assertThat(cache.get("/r?x", "authorization", "Basic YTpi").text()).isEqualTo("mine");
        assertThat(cache.get("/r", "authorization", "Basic YTpi").text()).isEqualTo("all");
        cache.assertAsked(3);
        assertThat(cache.get("/r", "authorization", "Basic YTpj").text()).isEqualTo("all");
        assertThat(cache.get("/r").text()).isEqualTo("all");
        cache.assertAsked(3);
    }

    @Test
    void rfc9111_5_2_1_5_aRequestMayForbidKeeping() {
        cache.answer(200, "one", "Cache-Control", "max-age=60");

        cache.get("/r", "cache-control", "no-store");
        cache.get("/r");
        cache.assertAsked(2);
    }

    @Test
    void rfc9111_3_aPartIsNotKept() {
        cache.answer(206, "01", "Cache-Control", "max-age=60", "Content-Range", "bytes 0-1/10");

        cache.get("/r", "range", "bytes=0-1");
        cache.get("/r", "range", "bytes=0-1");
        cache.assertAsked(2);
        assertThat(cache.asked.get(1).headers().get("range")).isEqualTo("bytes=0-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "OPTIONS", "QUERY"})
    void rfc9111_3_onlyAnswersToGetAreKept(String method) {
        cache.answer(200, "other", "Cache-Control", "max-age=60, public", "Content-Location", "/r")
                .answer(200, "one", "Cache-Control", "max-age=60");

        assertThat(cache.send(method, "/r").text()).isEqualTo("other");
        assertThat(cache.get("/r").text()).isEqualTo("one");
        cache.assertAsked(2);
    }

    @Test
    void rfc9111_3_1_keepsFieldsThatNobodyKnows() {
        cache.answer(200, "one", "Cache-Control", "max-age=60", "X-New", "1", "X-New", "2, 3", "Content-New", "4");
        cache.get("/r");

        GatewayFixture.Answer second = cache.get("/r");
        assertThat(second.head().headers().getAll("x-new")).containsExactly("1", "2, 3");
        assertThat(second.head().getHeader("content-new")).isEqualTo("4");
        cache.assertAsked(1);
    }

    @Test
    void rfc9111_3_1_fieldsOfOneHopAndOfAProxyAreNotKept() {
        cache.answer(
                200,
                "one",
                "Cache-Control",
                "max-age=60",
                "Connection",
                "x-hop",
                "X-Hop",
                "1",
                "Proxy-Authenticate",
                "Basic",
                "Proxy-Authentication-Info",
                "nextnonce=1");
        cache.get("/r");

        GatewayFixture.Answer second = cache.get("/r");
        assertThat(second.head().headers().names())
                .doesNotContain("X-Hop", "Proxy-Authenticate", "Proxy-Authentication-Info");
        cache.assertAsked(1);
    }

    @Test
    void rfc9111_3_1_trailersNeverBecomeHeaders() {
        cache.answer(r -> {
            r.response()
                    .setChunked(true)
                    .putHeader("Cache-Control", "max-age=60")
                    .putHeader("Trailer", "X-Late")
                    .putTrailer("X-Late", "1")
                    .write("a");
            r.response().end();
        });
        cache.get("/r");

        GatewayFixture.Answer second = cache.get("/r");
        assertThat(second.head().getHeader("x-late")).isNull();
        assertThat(second.head().getHeader("trailer")).isNull();
        cache.assertAsked(1);
    }

    @Test
    void rfc9110_6_6_1_datesWhatHasNoDateOnceForAll() {
        cache.answer(200, "one", "Cache-Control", "max-age=60");

        String date = cache.get("/r").head().getHeader("date");
        assertThat(date).isNotNull();
        assertThat(cache.get("/r").head().getHeader("date")).isEqualTo(date);
    }
}
