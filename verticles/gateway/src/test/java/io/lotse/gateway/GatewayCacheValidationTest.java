package io.lotse.gateway;

import io.vertx.core.http.HttpMethod;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** How a route's cache asks whether what it keeps is still true, over real sockets: RFC 9111, 4.3. */
@DisplayName("RFC 9111, 4.3: validation")
class GatewayCacheValidationTest {
    private static final String EARLIER = "Sun, 06 Nov 1994 08:49:37 GMT";

    private final CacheFixture cache = new CacheFixture();

    @AfterEach
    void close() {
        cache.close();
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
        cache.assertAsked(2);
    }

    @Test
    void rfc9111_4_3_3_aNewAnswerReplacesTheStaleOne() {
        cache.answer(200, "one", "Cache-Control", "max-age=0", "ETag", "\"1\"")
                .answer(200, "two", "Cache-Control", "max-age=60", "ETag", "\"2\"");

        cache.get("/r");
        assertThat(cache.get("/r").text()).isEqualTo("two");
        assertThat(cache.get("/r").text()).isEqualTo("two");
        cache.assertAsked(2);
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
        cache.assertAsked(3);
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
        cache.assertAsked(1);
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
        cache.assertAsked(2);
    }

    @ParameterizedTest
    @CsvSource({"if-none-match,*", "if-modified-since,'Sun, 06 Nov 1994 08:49:37 GMT'"})
    void rfc9111_4_3_2_withoutAKeptAnswerTheServiceDecides(String condition, String value) {
        cache.answer(304, "", "ETag", "\"1\"", "Cache-Control", "max-age=60")
                .answer(200, "one", "Cache-Control", "max-age=60");

        assertThat(cache.get("/r", condition, value).status()).isEqualTo(304);
        assertThat(cache.asked.get(0).headers().get(condition)).isEqualTo(value);
        assertThat(cache.get("/r").text()).isEqualTo("one");
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
        cache.assertAsked(3);
    }

    @Test
    void rfc9111_4_3_4_aConfirmationWithoutADateIsNew() {
        cache.answer(200, "one", "Cache-Control", "max-age=60", "Date", EARLIER, "ETag", "\"1\"")
                .answer(304, "", "ETag", "\"1\"");
        cache.get("/r");
        cache.get("/r");

        assertThat(CacheFixture.status(cache.get("/r"))).contains("hit");
        cache.assertAsked(2);
    }

    @Test
    void rfc9111_5_1_whatTheServiceHasJustConfirmedHasNoAge() {
        cache.answer(200, "one", "Cache-Control", "max-age=5", "Age", "9", "ETag", "\"1\"")
                .answer(304, "", "ETag", "\"1\"")
                .answer(304, "", "ETag", "\"1\"", "Age", "20");
        cache.get("/r");

        assertThat(cache.get("/r").head().getHeader("age")).isNull();
        assertThat(cache.get("/r", "cache-control", "no-cache").head().getHeader("age"))
                .isEqualTo("20");
    }

    @Test
    void rfc9111_4_3_5_headThatNamesTheKeptVersionBringsItUpToDate() {
        cache.answer(200, "one", "Cache-Control", "max-age=5", "Age", "9", "ETag", "\"1\"", "X-Old", "old")
                .answer(200, "", "Cache-Control", "max-age=60", "Content-Length", "3", "ETag", "\"1\"", "X-New", "new");
        cache.get("/r");
        cache.send("HEAD", "/r");

        GatewayFixture.Answer served = cache.get("/r");
        assertThat(CacheFixture.status(served)).contains("hit");
        assertThat(served.text()).isEqualTo("one");
        assertThat(served.head().getHeader("x-old")).isEqualTo("old");
        assertThat(served.head().getHeader("x-new")).isEqualTo("new");
        cache.assertAsked(2);
    }

    @Test
    void rfc9111_3_5_whatHeadTellsASingleUserIsNotForAll() {
        cache.answer(200, "one", "Cache-Control", "max-age=5, public", "Age", "9", "ETag", "\"1\"")
                .answer(200, "", "Content-Length", "3", "ETag", "\"1\"", "X-User", "bob")
                .answer(304, "", "ETag", "\"1\"");
        cache.get("/r");
        cache.send("HEAD", "/r", "authorization", "Basic Ym9iOg==");

        GatewayFixture.Answer other = cache.get("/r");
        assertThat(other.head().getHeader("x-user")).isNull();
        assertThat(CacheFixture.status(other)).isEqualTo("lotse; fwd=stale; fwd-status=304");
    }

    @Test
    void rfc9111_4_3_5_headThatNamesNoVersionChangesNothing() {
        cache.answer(200, "one", "Cache-Control", "max-age=5", "Age", "9", "ETag", "\"1\"")
                .answer(r ->
                        r.response().putHeader("Cache-Control", "max-age=60").end())
                .answer(304, "", "ETag", "\"1\"");
        cache.get("/r");
        cache.send("HEAD", "/r");

        assertThat(CacheFixture.status(cache.get("/r"))).isEqualTo("lotse; fwd=stale; fwd-status=304");
    }
}
