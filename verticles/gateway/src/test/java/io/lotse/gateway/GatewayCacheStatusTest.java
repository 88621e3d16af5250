package io.lotse.gateway;

import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a route's cache says of itself, over real sockets: RFC 9211. */
@DisplayName("RFC 9211: Cache-Status")
class GatewayCacheStatusTest {
    private final CacheFixture cache = new CacheFixture();

    @AfterEach
    void close() {
        cache.close();
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
    void rfc9211_2_notOnWhatTheGatewayAnswersByItself() {
        cache.answer(r -> r.connection().close());

        GatewayFixture.Answer none = cache.get("/r", "cache-control", "only-if-cached");
        GatewayFixture.Answer broken = cache.get("/r");
        assertThat(none.status()).isEqualTo(504);
        assertThat(CacheFixture.status(none)).isNull();
        assertThat(broken.status()).isEqualTo(502);
        assertThat(CacheFixture.status(broken)).isNull();
    }

    @Test
    void rfc9211_2_isAStructuredListWithOneMemberForThisCache() {
        cache.answer(200, "one", "Cache-Control", "max-age=60");

        for (int i = 0; i < 2; i++) {
            String said = CacheFixture.status(cache.get("/r"));
            assertThat(StructuredDictionary.parse(List.of(said))).containsOnlyKeys("lotse");
        }
    }

    @Test
    void rfc9211_2_1_whatIsServedBecauseNobodyAnswersIsAHit() {
        cache.answer(200, "one", "Cache-Control", "max-age=10, stale-if-error=600", "Age", "30")
                .answer(r -> r.connection().close());
        cache.get("/r");

        assertThat(CacheFixture.status(cache.get("/r"))).matches("lotse; hit; ttl=-2\\d; detail=stale-if-error");
    }

    @Test
    void rfc9211_2_1_a304AndAPartOfWhatIsKeptAreHits() {
        cache.answer(200, "one", "Cache-Control", "max-age=60", "ETag", "\"1\"");
        cache.get("/r");

        assertThat(CacheFixture.status(cache.get("/r", "if-none-match", "\"1\"")))
                .startsWith("lotse; hit");
        assertThat(CacheFixture.status(cache.get("/r", "range", "bytes=0-0"))).startsWith("lotse; hit");
    }

    @Test
    void rfc9211_2_2_theRequestIsTheReasonOnlyIfWhatIsKeptIsFresh() {
        cache.answer(200, "one", "Cache-Control", "max-age=10", "ETag", "\"1\"")
                .answer(200, "two", "Cache-Control", "max-age=10", "Age", "30", "ETag", "\"2\"");
        cache.get("/r");

        assertThat(CacheFixture.status(cache.get("/r", "cache-control", "no-cache")))
                .startsWith("lotse; fwd=request");
        assertThat(CacheFixture.status(cache.get("/r", "cache-control", "no-cache")))
                .startsWith("lotse; fwd=stale");
    }
}
