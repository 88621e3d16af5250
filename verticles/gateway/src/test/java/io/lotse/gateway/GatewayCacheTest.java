package io.lotse.gateway;

import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A route that keeps answers, over real sockets: what is Lotse's own. By section of the RFCs the other classes of this name test it. */
class GatewayCacheTest {
    private final CacheFixture cache = new CacheFixture();

    @AfterEach
    void close() {
        cache.close();
    }

    @Test
    void withoutThePolicyNothingIsKept() {
        cache.policy("{}");
        cache.answer(200, "one", "Cache-Control", "max-age=60");

        assertThat(CacheFixture.status(cache.get("/r"))).isNull();
        cache.get("/r");
        cache.assertAsked(2);
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
        cache.assertAsked(3);
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
    void keepsAnswersWithoutABody() {
        cache.answer(204, "", "Cache-Control", "max-age=60");

        cache.get("/r");
        GatewayFixture.Answer second = cache.get("/r");
        assertThat(second.status()).isEqualTo(204);
        assertThat(second.head().getHeader("content-length")).isNull();
        cache.assertAsked(1);
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
