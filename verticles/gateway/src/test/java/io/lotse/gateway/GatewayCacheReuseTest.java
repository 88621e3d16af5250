package io.lotse.gateway;

import io.vertx.core.http.HttpMethod;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** When a route's cache serves what it keeps, over real sockets: RFC 9111, 4 to 4.2 and 5.2. */
@DisplayName("RFC 9111, 4 to 4.2 and 5.2: serving what is kept")
class GatewayCacheReuseTest {
    private final CacheFixture cache = new CacheFixture();

    @AfterEach
    void close() {
        cache.close();
    }

    @Test
    void rfc9111_4_servesAFreshAnswerAgainWithItsAge() {
        cache.answer(200, "one", "Cache-Control", "max-age=60", "Age", "7", "X-A", "b")
                .answer(200, "two");

        GatewayFixture.Answer first = cache.get("/r");
        GatewayFixture.Answer second = cache.get("/r");

        cache.assertAsked(1);
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

    @ParameterizedTest
    @ValueSource(strings = {"no-store", "private", "max-age=0", "no-cache", "s-maxage=0, max-age=60"})
    void rfc9111_5_2_2_servesNothingAgainThatTheAnswerForbids(String said) {
        cache.answer(200, "one", "Cache-Control", said);

        cache.get("/r");
        cache.get("/r");
        cache.assertAsked(2);
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
        cache.assertAsked(2);
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
        cache.assertAsked(4);
        assertThat(CacheFixture.status(cache.get("/r", "cache-control", "max-age=50, min-fresh=5")))
                .contains("hit");
        cache.assertAsked(4);
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
    void rfc9111_5_2_1_7_onlyIfCachedAsksNobody() {
        cache.answer(200, "one", "Cache-Control", "max-age=60");

        GatewayFixture.Answer none = cache.get("/r", "cache-control", "only-if-cached");
        assertThat(none.status()).isEqualTo(504);
        assertThat(none.code()).isEqualTo("not-cached");
        cache.assertAsked(0);

        cache.get("/r");
        assertThat(cache.get("/r", "cache-control", "only-if-cached").text()).isEqualTo("one");
        cache.assertAsked(1);
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
        cache.assertAsked(1);
    }

    @Test
    void rfc9111_4_requestsThatMayChangeSomethingReachTheService() {
        cache.answer(200, "one", "Cache-Control", "max-age=60").answer(200, "changed");
        cache.get("/r");

        assertThat(cache.send("POST", "/r").text()).isEqualTo("changed");
        assertThat(cache.asked.get(1).method()).isEqualTo(HttpMethod.POST);
    }

    @Test
    void rfc9111_5_2_passesDirectivesOnWhetherItKnowsThemOrNot() {
        cache.answer(200, "one", "Cache-Control", "max-age=60, community=\"a\"", "Other-Cache-Control", "x");

        GatewayFixture.Answer answer = cache.get("/r", "cache-control", "max-age=5, no-transform, x-mine");
        assertThat(cache.asked.get(0).headers().get("cache-control")).isEqualTo("max-age=5, no-transform, x-mine");
        assertThat(answer.head().getHeader("cache-control")).isEqualTo("max-age=60, community=\"a\"");
        assertThat(cache.get("/r").head().getHeader("cache-control")).isEqualTo("max-age=60, community=\"a\"");
        assertThat(cache.get("/r").head().getHeader("other-cache-control")).isEqualTo("x");
    }

    @Test
    void rfc9111_5_2_1_1_aClientThatSaysHowOldGetsNothingStale() {
        cache.answer(200, "one", "Cache-Control", "max-age=10, stale-while-revalidate=600", "Age", "30")
                .answer(200, "two", "Cache-Control", "max-age=60");
        cache.get("/r");

        assertThat(cache.get("/r", "cache-control", "max-age=500").text()).isEqualTo("two");
    }

    @Test
    void rfc9111_5_2_1_5_aRequestThatForbidsKeepingLeavesWhatIsKept() {
        cache.answer(200, "one", "Cache-Control", "max-age=10", "Age", "30", "ETag", "\"1\"")
                .answer(304, "", "Cache-Control", "max-age=60", "ETag", "\"1\"");
        cache.get("/r");

        assertThat(cache.get("/r", "cache-control", "no-store").text()).isEqualTo("one");
        assertThat(CacheFixture.status(cache.get("/r"))).contains("fwd=stale");
        assertThat(cache.asked.get(2).headers().get("if-none-match")).isEqualTo("\"1\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"must-revalidate", "proxy-revalidate", "s-maxage=10", "no-cache"})
    void rfc9111_5_2_2_2_whatForbidsStaleAnswersEndsInAnErrorWithoutTheService(String said) {
        cache.policy("{\"cache\": {\"stale_while_revalidate\": 600, \"stale_if_error\": 600}}");
        cache.answer(200, "one", "Cache-Control", "max-age=10, " + said, "Age", "30", "ETag", "\"1\"")
                .answer(r -> r.connection().close());
        cache.get("/r");

        assertThat(cache.get("/r", "cache-control", "max-stale, stale-if-error=600")
                        .status())
                .isEqualTo(502);
    }

    @Test
    void rfc9213_2_2_aTargetedFieldMayForbidWhatCacheControlAllows() {
        cache.answer(200, "one", "Cache-Control", "max-age=60", "CDN-Cache-Control", "private")
                .answer(200, "two", "Cache-Control", "max-age=60", "Lotse-Cache-Control", "no-cache")
                .answer(200, "three", "Cache-Control", "max-age=60", "Far-Cache-Control", "no-store");

        cache.get("/r");
        cache.get("/r");
        assertThat(cache.get("/r").text()).isEqualTo("three");
        assertThat(cache.get("/r").text()).isEqualTo("three");
        cache.assertAsked(3);
    }
}
