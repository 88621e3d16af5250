package io.lotse.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Stale answers by RFC 5861, and requests that wait for one that asks for the same, over real sockets. */
class GatewayCacheStaleTest {
    private final CacheFixture cache = new CacheFixture();

    @AfterEach
    void close() {
        cache.close();
    }

    @Test
    void rfc5861_3_servesTheStaleAnswerAndAsksForANewOneMeanwhile() {
        cache.answer(
                        200,
                        "one",
                        "Cache-Control",
                        "max-age=10, stale-while-revalidate=100",
                        "Age",
                        "30",
                        "ETag",
                        "\"1\"")
                .answer(200, "two", "Cache-Control", "max-age=60");
        cache.get("/r");

        GatewayFixture.Answer stale = cache.get("/r");
        assertThat(stale.text()).isEqualTo("one");
        assertThat(CacheFixture.status(stale)).matches("lotse; hit; ttl=-2\\d");
        await().untilAsserted(() -> assertThat(cache.get("/r").text()).isEqualTo("two"));
        assertThat(cache.asked).hasSize(2);
        assertThat(cache.asked.get(1).headers().get("if-none-match")).isEqualTo("\"1\"");
        assertThat(cache.asked.get(1).headers().get("via")).isEqualTo("1.1 lotse");
    }

    @Test
    void rfc5861_3_aConfirmationMakesItFreshAgain() {
        cache.answer(
                        200,
                        "one",
                        "Cache-Control",
                        "max-age=10, stale-while-revalidate=100",
                        "Age",
                        "30",
                        "ETag",
                        "\"1\"")
                .answer(304, "", "Cache-Control", "max-age=60", "ETag", "\"1\"");
        cache.get("/r");
        cache.get("/r");

        await().untilAsserted(
                        () -> assertThat(CacheFixture.status(cache.get("/r"))).matches("lotse; hit; ttl=\\d+"));
        assertThat(cache.get("/r").text()).isEqualTo("one");
        assertThat(cache.asked).hasSize(2);
    }

    @Test
    void rfc5861_3_neverBeyondTheTimeThatIsAllowed() {
        cache.answer(200, "one", "Cache-Control", "max-age=10, stale-while-revalidate=5", "Age", "30", "ETag", "\"1\"")
                .answer(200, "two", "Cache-Control", "max-age=60");
        cache.get("/r");

        assertThat(cache.get("/r").text()).isEqualTo("two");
    }

    @Test
    void aRefreshThatFailsLeavesTheStaleAnswer() {
        cache.answer(200, "one", "Cache-Control", "max-age=10, stale-while-revalidate=100", "Age", "30")
                .answer(r -> r.connection().close())
                .answer(503, "")
                .answer(200, "two", "Cache-Control", "max-age=60");
        cache.get("/r");

        await().untilAsserted(() ->
                assertThat(cache.get("/r").text()).isIn("one", "two").isEqualTo("two"));
        assertThat(cache.asked).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void rfc5861_4_servesTheStaleAnswerInsteadOfAFailure(int status) {
        cache.answer(200, "one", "Cache-Control", "max-age=10, stale-if-error=100", "Age", "30")
                .answer(status, "down");
        cache.get("/r");

        GatewayFixture.Answer stale = cache.get("/r");
        assertThat(stale.status()).isEqualTo(200);
        assertThat(stale.text()).isEqualTo("one");
        assertThat(Integer.parseInt(stale.head().getHeader("age"))).isGreaterThanOrEqualTo(30);
        assertThat(CacheFixture.status(stale))
                .matches("lotse; fwd=stale; fwd-status=" + status + "; ttl=-2\\d; detail=stale-if-error");
    }

    @Test
    void rfc5861_4_neverBeyondTheTimeThatIsAllowed() {
        cache.answer(200, "one", "Cache-Control", "max-age=10, stale-if-error=5", "Age", "30", "ETag", "\"1\"")
                .answer(503, "down");
        cache.get("/r");

        assertThat(cache.get("/r").status()).isEqualTo(503);
    }

    @Test
    void rfc5861_4_otherFailuresGoThrough() {
        cache.answer(200, "one", "Cache-Control", "max-age=10, stale-if-error=100", "Age", "30")
                .answer(404, "gone");
        cache.get("/r");

        assertThat(cache.get("/r").status()).isEqualTo(404);
    }

    @Test
    void rfc5861_4_aRequestMayAllowIt() {
        cache.answer(200, "one", "Cache-Control", "max-age=10", "Age", "30", "ETag", "\"1\"")
                .answer(503, "down");
        cache.get("/r");

        assertThat(cache.get("/r").status()).isEqualTo(503);
        assertThat(cache.get("/r", "cache-control", "stale-if-error=100").text())
                .isEqualTo("one");
        assertThat(cache.get("/r", "cache-control", "stale-if-error=5").status())
                .isEqualTo(503);
    }

    @Test
    void theRouteMayAllowItAndItCountsBeforeAnyOtherFallback() {
        cache.policy(
                "{\"cache\": {\"stale_if_error\": 600}, \"fallback\": {\"answer\": {\"status\": 200, \"body\": \"sorry\"}}}");
        cache.answer(200, "one", "Cache-Control", "max-age=10", "Age", "30")
                .answer(r -> r.connection().close());
        cache.get("/r");

        assertThat(cache.get("/r").text()).isEqualTo("one");
        assertThat(cache.get("/r/never-seen").text()).isEqualTo("sorry");
    }

    @Test
    void rfc9211_2_requestsForTheSameWaitForOne() {
        ConcurrentLinkedQueue<HttpServerRequest> held = new ConcurrentLinkedQueue<>();
        cache.answer(held::add);
        List<Future<GatewayFixture.Answer>> clients = clients(10);

        await().until(() -> held.size() == 1);
        held.poll().response().putHeader("Cache-Control", "max-age=60").end("one");

        List<String> statuses = new ArrayList<>();
        for (Future<GatewayFixture.Answer> client : clients) {
            GatewayFixture.Answer answer = Await.result(client);
            assertThat(answer.text()).isEqualTo("one");
            statuses.add(CacheFixture.status(answer));
        }
        assertThat(cache.asked).hasSize(1);
        assertThat(statuses).filteredOn(s -> s.contains("stored")).hasSize(1);
        assertThat(statuses)
                .filteredOn(s -> !s.contains("stored"))
                .allMatch(s -> s.contains("collapsed") || s.contains("hit"));
    }

    @Test
    void thoseWhoWaitedForWhatIsNotKeptAskThemselvesAndOthersWaitNoMore() {
        ConcurrentLinkedQueue<HttpServerRequest> held = new ConcurrentLinkedQueue<>();
        cache.answer(held::add);
        List<Future<GatewayFixture.Answer>> clients = clients(5);
        await().until(() -> held.size() == 1);

        held.poll().response().putHeader("Cache-Control", "no-store").end("mine");
        await().until(() -> held.size() == 4);
        clients.addAll(clients(5));
        await().until(() -> held.size() == 9);

        held.forEach(r -> r.response().putHeader("Cache-Control", "no-store").end("mine"));
        clients.forEach(c -> assertThat(Await.result(c).text()).isEqualTo("mine"));
        assertThat(cache.asked).hasSize(10);
    }

    @Test
    void thoseWhoWaitedForAFailureAskThemselves() {
        ConcurrentLinkedQueue<HttpServerRequest> held = new ConcurrentLinkedQueue<>();
        cache.answer(held::add);
        List<Future<GatewayFixture.Answer>> clients = clients(5);
        await().until(() -> held.size() == 1);

        held.poll().response().setStatusCode(503).end();
        await().until(() -> held.size() == 4);
        held.forEach(r -> r.response().putHeader("Cache-Control", "max-age=60").end("back"));

        assertThat(clients).filteredOn(c -> Await.result(c).status() == 503).hasSize(1);
        assertThat(clients)
                .filteredOn(c -> Await.result(c).text().equals("back"))
                .hasSize(4);
    }

    @Test
    void noMoreWaitThanTheRouteAllows() {
        cache.policy("{\"cache\": {\"waiting\": 2}}");
        ConcurrentLinkedQueue<HttpServerRequest> held = new ConcurrentLinkedQueue<>();
        cache.answer(held::add);
        List<Future<GatewayFixture.Answer>> clients = clients(6);

        await().until(() -> held.size() == 4);
        held.forEach(r -> r.response().putHeader("Cache-Control", "max-age=60").end("one"));
        clients.forEach(c -> assertThat(Await.result(c).text()).isEqualTo("one"));
        assertThat(cache.asked).hasSize(4);
    }

    @Test
    void anAnswerThatWasAskedForBeforeAChangeIsNotKept() {
        ConcurrentLinkedQueue<HttpServerRequest> held = new ConcurrentLinkedQueue<>();
        cache.answer(held::add).answer(200, "changed").answer(200, "new", "Cache-Control", "max-age=60");
        List<Future<GatewayFixture.Answer>> clients = clients(1);
        await().until(() -> held.size() == 1);
        cache.send("POST", "/r");

        held.poll().response().putHeader("Cache-Control", "max-age=60").end("old");
        assertThat(Await.result(clients.get(0)).text()).isEqualTo("old");
        assertThat(cache.get("/r").text()).isEqualTo("new");
    }

    private List<Future<GatewayFixture.Answer>> clients(int number) {
        List<Future<GatewayFixture.Answer>> clients = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            clients.add(cache.gateway.getLater("/r"));
        }
        return clients;
    }
}
