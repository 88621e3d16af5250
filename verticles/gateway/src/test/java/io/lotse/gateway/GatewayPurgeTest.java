package io.lotse.gateway;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Empty;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.cluster.ClusterContract;
import io.lotse.contracts.cluster.Members;
import io.lotse.contracts.cluster.NodeInfo;
import io.lotse.contracts.gateway.CachePurge;
import io.lotse.contracts.gateway.CachePurged;
import io.lotse.contracts.gateway.CacheState;
import io.lotse.contracts.gateway.GatewayContract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Answers that gateways keep are given up: by requests that change something, and by operators. */
class GatewayPurgeTest {
    private static final CachePurge EVERYTHING = new CachePurge(null, "/**", null, null);

    private final CacheFixture cache = new CacheFixture();

    @AfterEach
    void close() {
        cache.close();
    }

    private CachePurged purge(CachePurge purge) {
        return Await.result(GatewayContract.PURGE_CACHE.call(cache.gateway.vertx.eventBus(), purge));
    }

    /** With one host at all gateways, as behind one name. */
    private String text(int port, String uri) {
        return cache.gateway.getFrom(port, uri, Map.of("Host", "shop.example")).text();
    }

    private int put(String uri) {
        return Await.result(cache.gateway
                .client
                .request(HttpMethod.PUT, cache.gateway.port, "127.0.0.1", uri)
                .compose(r -> r.putHeader("Host", "shop.example").send())
                .map(HttpClientResponse::statusCode));
    }

    /** A mesh of so many gateways, which are told of each other. */
    private void members(int count) {
        NodeInfo node = new NodeInfo(
                "b", "b", "beta", List.of("gateway"), "http://127.0.0.1:9", null, null, 1, "0", Instant.EPOCH);
        ClusterContract.MEMBERS_CHANGED.publish(
                cache.gateway.vertx.eventBus(), new Members(Collections.nCopies(count, node)));
    }

    private void answersWithTags(HttpServerRequest request) {
        request.response()
                .putHeader("Cache-Control", "max-age=60")
                .putHeader(
                        "Cache-Tag",
                        "all, " + request.uri().substring(request.uri().length() - 1))
                .putHeader("Surrogate-Key", "old style")
                .end(request.uri());
    }

    @Test
    void aRequestThatChangesSomethingEndsWhatOtherGatewaysKeepToo() {
        int other = cache.gateway.startGateway(GatewayFixture.HOST, null);
        cache.answer(200, "one", "Cache-Control", "max-age=60")
                .answer(204, "")
                .answer(200, "two", "Cache-Control", "max-age=60");
        assertThat(text(other, "/r")).isEqualTo("one");
        assertThat(text(other, "/r")).isEqualTo("one");

        assertThat(put("/r")).isEqualTo(204);

        await().untilAsserted(() -> assertThat(text(other, "/r")).isEqualTo("two"));
    }

    @Test
    void tagsAreForTheGatewayAlone() {
        cache.answer(this::answersWithTags);

        for (int i = 0; i < 2; i++) {
            GatewayFixture.Answer answer = cache.get("/r/a");
            assertThat(answer.head().getHeader("cache-tag")).isNull();
            assertThat(answer.head().getHeader("surrogate-key")).isNull();
        }
        assertThat(cache.asked).hasSize(1);
    }

    @Test
    void purgesByTagByPathByHostAndByRoute() {
        cache.answer(this::answersWithTags);
        String host = "127.0.0.1:" + cache.gateway.port;
        List<CachePurge> purges = List.of(
                new CachePurge(null, null, null, "a"),
                new CachePurge(null, null, null, "style"),
                new CachePurge(null, "/r/a", null, null),
                new CachePurge(null, "/r/**", null, null),
                new CachePurge(host, "/r/a", "r", "all"),
                new CachePurge(null, null, "r", null),
                EVERYTHING);
        for (CachePurge purge : purges) {
            cache.asked.clear();
            cache.get("/r/a?x=a");
            cache.get("/r/a?x=a");
            assertThat(cache.asked).as("kept before %s", purge).hasSize(1);

            assertThat(purge(purge).answers()).as("%s", purge).isEqualTo(1);

            cache.get("/r/a?x=a");
            assertThat(cache.asked).as("asked anew after %s", purge).hasSize(2);
            purge(EVERYTHING);
        }
    }

    @Test
    void leavesWhatAPurgeDoesNotName() {
        cache.answer(this::answersWithTags);
        cache.get("/r/a");

        List.of(
                        new CachePurge(null, null, null, "b"),
                        new CachePurge(null, "/r", null, null),
                        new CachePurge(null, "/r/a/**", "other", null),
                        new CachePurge("other.example", null, null, null),
                        new CachePurge(null, "/**", null, "b"))
                .forEach(purge -> assertThat(purge(purge).answers()).isZero());

        cache.get("/r/a");
        assertThat(cache.asked).hasSize(1);
    }

    @Test
    void whatIsUnderWayWhenAPurgeComesIsNotKept() {
        cache.answer(r -> GatewayContract.PURGE_CACHE
                        .call(cache.gateway.vertx.eventBus(), EVERYTHING)
                        .onComplete(done -> answersWithTags(r)))
                .answer(this::answersWithTags);

        cache.get("/r/a");
        cache.get("/r/a");
        cache.get("/r/a");

        assertThat(cache.asked).hasSize(2);
    }

    @Test
    void tellsHowManyGatewaysGaveUpWhatTheyHad() {
        int other = cache.gateway.startGateway(GatewayFixture.HOST, null);
        cache.answer(this::answersWithTags);
        text(cache.gateway.port, "/r/a");
        text(other, "/r/a");
        members(2);

        await().untilAsserted(() -> {
            text(cache.gateway.port, "/r/a");
            text(other, "/r/a");
            assertThat(purge(EVERYTHING)).isEqualTo(new CachePurged(2, 2, 0));
        });
    }

    @Test
    void tellsOfGatewaysThatDoNotAnswer() {
        members(3);

        await().untilAsserted(() -> assertThat(purge(EVERYTHING)).isEqualTo(new CachePurged(0, 1, 2)));
    }

    @Test
    void refusesAPurgeOfNothingAndNamesEveryMistake() {
        assertThatThrownBy(() -> purge(new CachePurge(null, null, null, null)))
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.INVALID_REQUEST));
        assertThatThrownBy(() -> purge(new CachePurge("a/b", "r?x", null, null)))
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.errors()).hasSize(3));
    }

    @Test
    void countsWhatTheCacheIsGoodFor() {
        cache.answer(this::answersWithTags);
        cache.get("/r/a");
        cache.get("/r/a");
        cache.get("/r/b");

        CacheState state = Await.result(GatewayContract.CACHE.call(cache.gateway.vertx.eventBus(), Empty.EMPTY));

        assertThat(state.uris()).isEqualTo(2);
        assertThat(state.bytes()).isBetween(1_000L, 10_000L);
        assertThat(state.maxBytes()).isEqualTo(GatewayConfig.DEFAULT_CACHE_BYTES);
        assertThat(List.of(state.hits(), state.misses(), state.stale(), state.evicted()))
                .containsExactly(1L, 2L, 0L, 0L);
        assertThat(cache.gateway.metrics.scrape())
                .contains("lotse_gateway_cache_requests_total{result=\"hit\"} 1.0")
                .contains("lotse_gateway_cache_uris 2.0");
    }
}
