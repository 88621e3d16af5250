package io.lotse.gateway;

import java.io.IOException;
import java.util.Map;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A route that keeps answers, over real sockets: RFC 9111, section by section. */
class GatewayCacheTest {
    private static final String EARLIER = "Sun, 06 Nov 1994 08:49:37 GMT";

    private final CacheFixture cache = new CacheFixture();

    @AfterEach
    void close() {
        cache.close();
    }

    private void assertAsked(int times) {
        assertThat(cache.asked).hasSize(times);
    }

    @Test
    void rfc9111_4_servesAFreshAnswerAgainWithItsAge() {
        cache.answer(200, "one", "Cache-Control", "max-age=60", "Age", "7", "X-A", "b")
                .answer(200, "two");

        GatewayFixture.Answer first = cache.get("/r");
        GatewayFixture.Answer second = cache.get("/r");

        assertAsked(1);
        assertThat(first.text()).isEqualTo("one");
        assertThat(CacheFixture.status(first)).isEqualTo("lotse; fwd=uri-miss; stored");
        assertThat(second.text()).isEqualTo("one");
        assertThat(second.head().getHeader("x-a")).isEqualTo("b");
        assertThat(second.head().getHeader("content-length")).isEqualTo("3");
        assertThat(Integer.parseInt(second.head().getHeader("age"))).isBetween(7, 50);
        assertThat(second.head().headers().getAll("age")).hasSize(1);
        assertThat(second.head().getHeader("date")).isNotNull();
        assertThat(CacheFixture.status(second)).matches("lotse; hit; ttl=\\d\\d");
    }

    @Test
    void withoutThePolicyNothingIsKept() {
        cache.policy("{}");
        cache.answer(200, "one", "Cache-Control", "max-age=60");

        assertThat(CacheFixture.status(cache.get("/r"))).isNull();
        cache.get("/r");
        assertAsked(2);
    }

    @Test
    void rfc9111_2_theQueryAndTheHostArePartOfTheKey() {
        cache.answer(200, "one", "Cache-Control", "max-age=60");

        cache.get("/r?a");
        cache.get("/r?b");
        cache.get("/r?a", "host", "other.example");
        assertAsked(3);
        cache.get("/r?b", "host", "OTHER.example");
        cache.get("/r?a", "host", "OTHER.example");
        assertAsked(4);
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
        assertAsked(1);
    }

    @Test
    void keepsNoBodyBeyondItsBound() {
        cache.policy("{\"cache\": {\"max_body\": 10}}");
        cache.answer(200, "x".repeat(11), "Cache-Control", "max-age=60")
                .answer(r -> {
                    r.response()
                            .setChunked(true)
                            .putHeader("Cache-Control", "max-age=60")
                            .write("x".repeat(9));
                    r.response().end("xx");
                })
                .answer(200, "x".repeat(10), "Cache-Control", "max-age=60");

        assertThat(cache.get("/r").text()).hasSize(11);
        assertThat(cache.get("/r").text()).hasSize(11);
        assertThat(cache.get("/r").text()).hasSize(10);
        assertThat(cache.get("/r").text()).hasSize(10);
        assertAsked(3);
    }

    @Test
    void rfc9111_3_3_aBodyThatBreaksOffIsNotKept() throws IOException {
        try (RawUpstream broken = new RawUpstream(c -> {
            c.readHead();
            c.send("HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Length: 10\r\n\r\nabc");
        })) {
            cache.gateway.register("t", broken.port());
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

    @ParameterizedTest
    @ValueSource(strings = {"no-store", "private", "max-age=0", "no-cache", "s-maxage=0, max-age=60"})
    void rfc9111_5_2_2_servesNothingAgainThatTheAnswerForbids(String said) {
        cache.answer(200, "one", "Cache-Control", said);

        cache.get("/r");
        cache.get("/r");
        assertAsked(2);
    }

    @Test
    void rfc9111_3_5_anAnswerToAnAuthorizedRequestServesOthersOnlyIfItSaysSo() {
        cache.answer(200, "mine", "Cache-Control", "max-age=60")
                .answer(200, "mine", "Cache-Control", "max-age=60")
                .answer(200, "all", "Cache-Control", "max-age=60, public");

        cache.get("/r", "authorization", "Basic YTpi");
        assertThat(cache.get("/r?x", "authorization", "Basic YTpi").text()).isEqualTo("mine");
        assertThat(cache.get("/r", "authorization", "Basic YTpi").text()).isEqualTo("all");
        assertAsked(3);
        assertThat(cache.get("/r", "authorization", "Basic YTpj").text()).isEqualTo("all");
        assertThat(cache.get("/r").text()).isEqualTo("all");
        assertAsked(3);
    }

    @Test
    void rfc9111_4_1_keepsAVariantForEachValueThatVaryNames() {
        cache.answer(r -> r.response()
                .putHeader("Cache-Control", "max-age=60")
                .putHeader("Vary", "Accept-Language")
                .end("in " + r.getHeader("accept-language")));

        assertThat(cache.get("/r", "accept-language", "de").text()).isEqualTo("in de");
        GatewayFixture.Answer other = cache.get("/r", "accept-language", "en");
        assertThat(other.text()).isEqualTo("in en");
        assertThat(CacheFixture.status(other)).contains("fwd=vary-miss");
        assertThat(cache.get("/r", "accept-language", "de").text()).isEqualTo("in de");
        assertThat(cache.get("/r", "accept-language", "en").text()).isEqualTo("in en");
        assertAsked(2);
    }

    @Test
    void rfc9111_4_3_asksWhetherAStaleAnswerIsStillTrueAndServesItThen() {
        cache.answer(
                        200,
                        "one",
                        "Cache-Control",
                        "max-age=5",
                        "Age",
                        "9",
                        "ETag",
                        "\"1\"",
                        "Last-Modified",
                        EARLIER,
                        "X-Old",
                        "old")
                .answer(r -> r.response()
                        .setStatusCode(304)
                        .setStatusMessage("NOT MODIFIED")
                        .putHeader("ETag", "\"1\"")
                        .putHeader("Cache-Control", "max-age=60")
                        .putHeader("Set-Cookie", "a=b")
                        .end())
                .answer(200, "never");

        cache.get("/r");
        GatewayFixture.Answer second = cache.get("/r");

        assertThat(cache.asked.get(1).headers().get("if-none-match")).isEqualTo("\"1\"");
        assertThat(cache.asked.get(1).headers().get("if-modified-since")).isEqualTo(EARLIER);
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.head().statusMessage()).isEqualTo("OK");
        assertThat(second.text()).isEqualTo("one");
        assertThat(second.head().getHeader("x-old")).isEqualTo("old");
        assertThat(second.head().getHeader("cache-control")).isEqualTo("max-age=60");
        assertThat(second.head().getHeader("set-cookie")).isEqualTo("a=b");
        assertThat(CacheFixture.status(second)).isEqualTo("lotse; fwd=stale; fwd-status=304");

        GatewayFixture.Answer third = cache.get("/r");
        assertThat(third.text()).isEqualTo("one");
        assertThat(third.head().getHeader("set-cookie")).isNull();
        assertAsked(2);
    }

    @Test
    void rfc9111_4_3_3_aNewAnswerReplacesTheStaleOne() {
        cache.answer(200, "one", "Cache-Control", "max-age=0", "ETag", "\"1\"")
                .answer(200, "two", "Cache-Control", "max-age=60", "ETag", "\"2\"");

        cache.get("/r");
        assertThat(cache.get("/r").text()).isEqualTo("two");
        assertThat(cache.get("/r").text()).isEqualTo("two");
        assertAsked(2);
    }

    @Test
    void rfc9111_4_3_4_a304AboutAnotherVersionIsAskedAgainInFull() {
        cache.answer(200, "one", "Cache-Control", "max-age=0", "ETag", "\"1\"")
                .answer(r -> r.response()
                        .setStatusCode(304)
                        .putHeader("ETag", "\"2\"")
                        .end())
                .answer(200, "two", "Cache-Control", "max-age=60", "ETag", "\"2\"");

        cache.get("/r");
        assertThat(cache.get("/r").text()).isEqualTo("two");
        assertThat(cache.asked.get(2).headers().contains("if-none-match")).isFalse();
        assertAsked(3);
    }

    @Test
    void rfc9111_4_3_2_answers304ToAClientThatHasIt() {
        cache.answer(200, "one", "Cache-Control", "max-age=60", "ETag", "\"1\"");
        cache.get("/r");

        GatewayFixture.Answer same = cache.get("/r", "if-none-match", "W/\"1\"");
        GatewayFixture.Answer other = cache.get("/r", "if-none-match", "\"2\"");

        assertThat(same.status()).isEqualTo(304);
        assertThat(same.body().length()).isZero();
        assertThat(same.head().getHeader("etag")).isEqualTo("\"1\"");
        assertThat(same.head().getHeader("content-type")).isNull();
        assertThat(other.status()).isEqualTo(200);
        assertThat(other.text()).isEqualTo("one");
        assertAsked(1);
    }

    @Test
    void rfc9111_4_3_1_aClientsOwnConditionGivesWayToTheCaches() {
        cache.answer(200, "one", "Cache-Control", "max-age=0", "ETag", "\"1\"").answer(r -> r.response()
                .setStatusCode(304)
                .putHeader("ETag", "\"1\"")
                .end());
        cache.get("/r");

        assertThat(cache.get("/r", "if-none-match", "\"x\"").text()).isEqualTo("one");
        assertThat(cache.asked.get(1).headers().getAll("if-none-match")).containsExactly("\"1\"");
        assertThat(cache.get("/r", "if-none-match", "\"1\"").status()).isEqualTo(304);
    }

    @ParameterizedTest
    @ValueSource(strings = {"if-match", "if-unmodified-since"})
    void rfc9111_4_3_2_conditionsForTheOriginGoThrough(String condition) {
        cache.answer(200, "one", "Cache-Control", "max-age=60");
        cache.get("/r");

        assertThat(CacheFixture.status(cache.get("/r", condition, "\"1\""))).isEqualTo("lotse; fwd=bypass");
        assertAsked(2);
    }

    @Test
    void rfc9111_5_2_1_theClientMayWantItNewer() {
        cache.answer(200, "one", "Cache-Control", "max-age=60", "Age", "30");
        cache.get("/r");

        assertThat(CacheFixture.status(cache.get("/r", "cache-control", "no-cache")))
                .contains("fwd=request");
        assertThat(CacheFixture.status(cache.get("/r", "cache-control", "max-age=20")))
                .contains("fwd=request");
        assertThat(CacheFixture.status(cache.get("/r", "cache-control", "min-fresh=50")))
                .contains("fwd=request");
        assertAsked(4);
        assertThat(CacheFixture.status(cache.get("/r", "cache-control", "max-age=50, min-fresh=5")))
                .contains("hit");
        assertAsked(4);
    }

    @Test
    void rfc9111_5_2_1_2_theClientMayTakeItStale() {
        cache.answer(200, "one", "Cache-Control", "max-age=10", "Age", "30", "ETag", "\"1\"");
        cache.get("/r");

        assertThat(CacheFixture.status(cache.get("/r", "cache-control", "max-stale")))
                .matches("lotse; hit; ttl=-2\\d");
        assertThat(CacheFixture.status(cache.get("/r", "cache-control", "max-stale=50")))
                .contains("hit");
        assertThat(CacheFixture.status(cache.get("/r", "cache-control", "max-stale=5")))
                .contains("fwd=stale");
    }

    @ParameterizedTest
    @ValueSource(strings = {"must-revalidate", "proxy-revalidate", "s-maxage=10", "no-cache"})
    void rfc9111_4_2_4_unlessTheServiceForbidsIt(String said) {
        cache.policy("{\"cache\": {\"stale_while_revalidate\": 600, \"stale_if_error\": 600}}");
        cache.answer(200, "one", "Cache-Control", "max-age=10, " + said, "Age", "30", "ETag", "\"1\"")
                .answer(503, "down");
        cache.get("/r");

        assertThat(cache.get("/r", "cache-control", "max-stale").status()).isEqualTo(503);
        assertThat(cache.get("/r").status()).isEqualTo(503);
    }

    @Test
    void rfc9111_5_2_1_5_aRequestMayForbidKeeping() {
        cache.answer(200, "one", "Cache-Control", "max-age=60");

        cache.get("/r", "cache-control", "no-store");
        cache.get("/r");
        assertAsked(2);
    }

    @Test
    void rfc9111_5_2_1_7_onlyIfCachedAsksNobody() {
        cache.answer(200, "one", "Cache-Control", "max-age=60");

        GatewayFixture.Answer none = cache.get("/r", "cache-control", "only-if-cached");
        assertThat(none.status()).isEqualTo(504);
        assertThat(none.code()).isEqualTo("not-cached");
        assertAsked(0);

        cache.get("/r");
        assertThat(cache.get("/r", "cache-control", "only-if-cached").text()).isEqualTo("one");
        assertAsked(1);
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
        assertAsked(1);
    }

    @Test
    void rfc9111_4_3_5_headThatTellsOfAnotherVersionEndsTheKeptOne() {
        cache.answer(200, "one", "Cache-Control", "max-age=60", "ETag", "\"1\"")
                .answer(r -> r.response().putHeader("ETag", "\"2\"").end())
                .answer(200, "two", "Cache-Control", "max-age=60", "ETag", "\"2\"");
        cache.get("/r");
        Await.result(cache.gateway
                .client
                .request(HttpMethod.HEAD, cache.gateway.port, "127.0.0.1", "/r")
                .compose(r -> r.putHeader("cache-control", "no-cache").send()));

        assertThat(cache.get("/r").text()).isEqualTo("two");
        assertAsked(3);
    }

    @ParameterizedTest
    @CsvSource({"POST,200", "PUT,204", "DELETE,204", "PATCH,200", "BREW,302"})
    void rfc9111_4_4_aChangeThatSucceedsEndsWhatIsKept(String method, int status) {
        cache.answer(200, "one", "Cache-Control", "max-age=60")
                .answer(status, "")
                .answer(200, "two", "Cache-Control", "max-age=60");
        cache.get("/r");
        assertThat(CacheFixture.status(cache.send(method, "/r"))).isEqualTo("lotse; fwd=method");

        assertThat(cache.get("/r").text()).isEqualTo("two");
    }

    @ParameterizedTest
    @CsvSource({"POST,404", "DELETE,500", "OPTIONS,200", "SEARCH,200"})
    void rfc9111_4_4_aChangeThatFailsOrIsNoneEndsNothing(String method, int status) {
        cache.answer(200, "one", "Cache-Control", "max-age=60").answer(status, "");
        cache.get("/r");
        cache.send(method, "/r");

        assertThat(cache.get("/r").text()).isEqualTo("one");
    }

    @Test
    void rfc9111_4_4_whatTheAnswerNamesEndsTooAtTheSameHostOnly() {
        cache.answer(r -> r.response().putHeader("Cache-Control", "max-age=60").end("old " + r.uri()));
        for (String uri : new String[] {"/r/1", "/r/2", "/r/3"}) {
            cache.get(uri);
        }
        cache.answer(r -> {
            if (r.method().equals(HttpMethod.POST)) {
                r.response().putHeader("Location", "1").putHeader("Content-Location", "http://elsewhere.example/r/3");
            }
            r.response().putHeader("Cache-Control", "max-age=60").end("new " + r.uri());
        });
        cache.gateway.send(HttpMethod.POST, "/r/2", Buffer.buffer("x"));

        assertThat(cache.get("/r/1").text()).isEqualTo("new /r/1");
        assertThat(cache.get("/r/2").text()).isEqualTo("new /r/2");
        assertThat(cache.get("/r/3").text()).isEqualTo("old /r/3");
    }

    @Test
    void showsWhatTheCacheMakesOfRequestsAndHowFullItIs() {
        cache.answer(200, "one", "Cache-Control", "max-age=60")
                .answer(200, "two", "Cache-Control", "max-age=0", "ETag", "\"2\"")
                .answer(304, "", "ETag", "\"2\"");
        cache.get("/r/1");
        cache.get("/r/1");
        cache.get("/r/2");
        cache.get("/r/2");

        assertThat(cache.gateway.metrics.scrape().split("\n"))
                .contains(
                        "lotse_gateway_cache_requests_total{result=\"hit\"} 1.0",
                        "lotse_gateway_cache_requests_total{result=\"miss\"} 2.0",
                        "lotse_gateway_cache_requests_total{result=\"revalidated\"} 1.0",
                        "lotse_gateway_cache_requests_total{result=\"stale\"} 0.0",
                        "lotse_gateway_cache_evictions_total 0.0",
                        "lotse_gateway_cache_uris 2.0")
                .anyMatch(line -> line.matches("lotse_gateway_cache_memory_bytes [1-9][0-9.E]+"));
    }

    @Test
    void aChangeEndsWhatAnotherGatewayKeepsOfTheUri() throws Exception {
        int other = cache.gateway.startGateway(GatewayFixture.HOST, null);
        cache.answer(200, "one", "Cache-Control", "max-age=60")
                .answer(204, "")
                .answer(200, "two", "Cache-Control", "max-age=60");
        // a gateway has the route a moment after it was declared
        Awaitility.await().until(() -> getShop(other).equals("one"));
        assertThat(getShop(other)).isEqualTo("one");
        try (RawConnection client = cache.gateway.raw()) {
            client.send("PUT /r HTTP/1.1", "Host: shop.example", "Content-Length: 0", "", "");
            assertThat(client.readHead()).contains("204");
        }

        Awaitility.await().until(() -> getShop(other).equals("two"));
    }

    /** Both gateways are asked by one name: by their ports they would keep different URIs. */
    private static String getShop(int port) throws Exception {
        try (RawConnection client = GatewayFixture.raw(port)) {
            return client.send("GET /r HTTP/1.1", "Host: shop.example", "Connection: close", "", "")
                    .readAll()
                    .replaceAll("(?s).*\\r\\n\\r\\n", "");
        }
    }

    @Test
    void rfc9111_4_2_2_theHeuristicIsTheRoutes() {
        cache.policy("{\"cache\": {\"heuristic\": 60}}");
        cache.answer(200, "one").answer(200, "two");

        cache.get("/r");
        assertThat(cache.get("/r").text()).isEqualTo("one");
    }

    @Test
    void rfc9213_aFieldForThisCacheCountsAloneAndGoesOn() {
        cache.answer(200, "one", "Cache-Control", "no-store", "CDN-Cache-Control", "max-age=60");

        cache.get("/r");
        GatewayFixture.Answer second = cache.get("/r");
        assertThat(CacheFixture.status(second)).contains("hit");
        assertThat(second.head().getHeader("cache-control")).isEqualTo("no-store");
        assertAsked(1);
    }

    @Test
    void rfc9211_2_eachCacheAddsItsOwnAtTheEnd() {
        cache.answer(200, "one", "Cache-Control", "max-age=60", "Cache-Status", "inner; hit");

        assertThat(cache.get("/r").head().headers().getAll("cache-status"))
                .containsExactly("inner; hit", "lotse; fwd=uri-miss; stored");
        assertThat(cache.get("/r").head().headers().getAll("cache-status"))
                .hasSize(2)
                .first()
                .isEqualTo("inner; hit");
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
        assertAsked(1);
    }

    @Test
    void rfc9111_3_aPartIsNotKept() {
        cache.answer(206, "01", "Cache-Control", "max-age=60", "Content-Range", "bytes 0-1/10");

        cache.get("/r", "range", "bytes=0-1");
        cache.get("/r", "range", "bytes=0-1");
        assertAsked(2);
        assertThat(cache.asked.get(1).headers().get("range")).isEqualTo("bytes=0-1");
    }

    @Test
    void keepsAnswersWithoutABody() {
        cache.answer(204, "", "Cache-Control", "max-age=60");

        cache.get("/r");
        GatewayFixture.Answer second = cache.get("/r");
        assertThat(second.status()).isEqualTo(204);
        assertThat(second.head().getHeader("content-length")).isNull();
        assertAsked(1);
    }

    @Test
    void neverMixesTargetsThatAHeaderTellsApart() {
        cache.gateway.named("canary", "canary", Map.of());
        cache.gateway.mesh.route(
                "r",
                """
                {"match": {"path": "/r"}, "policy": {"cache": {"heuristic": 60}}, "targets": [{"service": "s"},
                 {"service": "canary", "weight": 0, "headers": {"x-canary": "*"}}]}""");
        cache.answer(200, "stable");

        assertThat(cache.get("/r").text()).isEqualTo("stable");
        assertThat(cache.get("/r", "x-canary", "1").text()).isEqualTo("canary /r");
        assertThat(cache.get("/r").text()).isEqualTo("stable");
    }

    @Test
    void keepsNothingThatAFallbackAnswers() {
        cache.gateway.named("other", "other", Map.of());
        cache.policy("{\"cache\": {\"heuristic\": 60}, \"fallback\": {\"target\": {\"service\": \"other\"}}}");
        cache.answer(503, "").answer(200, "back");

        assertThat(cache.get("/r").text()).isEqualTo("other /r");
        assertThat(cache.get("/r").text()).isEqualTo("back");
    }
}
