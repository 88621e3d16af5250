package io.lotse.gateway;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.Empty;
import io.lotse.contracts.gateway.CircuitChange;
import io.lotse.contracts.gateway.CircuitState;
import io.lotse.contracts.gateway.GatewayContract;
import io.lotse.contracts.gateway.UpstreamState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What a route's policy does when instances fail, over real sockets. */
class GatewayResilienceTest {
    private final GatewayFixture gateway = new GatewayFixture();
    private final AtomicInteger asked = new AtomicInteger();

    @AfterEach
    void close() {
        gateway.close();
    }

    private void policy(String policy) {
        gateway.mesh.route(
                "r",
                """
                {"match": {"path": "/r/**"}, "targets": [{"service": "s"}], "policy": %s}"""
                        .formatted(policy));
    }

    private HttpServer answering(int status) {
        return gateway.instance("s", r -> r.body().onSuccess(b -> {
            asked.incrementAndGet();
            r.response().setStatusCode(status).end(status + " " + b);
        }));
    }

    @Test
    void triesAnAnswerThatSaysUnavailableAgainOnAnotherInstance() {
        answering(503);
        answering(200);
        policy("{\"retries\": {}}");

        for (int i = 0; i < 10; i++) {
            assertThat(gateway.get("/r").status()).isEqualTo(200);
        }
    }

    @Test
    void passesTheLastAnswerOnWhenNoneIsBetter() {
        answering(503);
        answering(503);
        policy("{\"retries\": {\"attempts\": 2, \"backoff\": 0.001}}");

        assertThat(gateway.get("/r").text()).isEqualTo("503 ");
        assertThat(asked).hasValue(3);
    }

    @Test
    void sendsABodyAgainThatItKept() {
        answering(503);
        answering(200);
        policy("{\"retries\": {\"max_body\": 300000}}");

        for (int size : new int[] {10, 70_000, 250_000}) {
            String body = "x".repeat(size);
            for (int i = 0; i < 2; i++) {
                assertThat(gateway.send(HttpMethod.PUT, "/r", Buffer.buffer(body))
                                .text())
                        .isEqualTo("200 " + body);
            }
        }
    }

    @Test
    void sendsNoBodyAgainThatIsLargerThanWhatItKeeps() {
        answering(503);
        answering(503);
        policy("{\"retries\": {\"max_body\": 100}}");

        assertThat(gateway.send(HttpMethod.PUT, "/r", Buffer.buffer("x".repeat(101)))
                        .status())
                .isEqualTo(503);
        assertThat(asked).hasValue(1);
    }

    @Test
    void sendsWhatIsNotIdempotentAgainOnlyWhereTheRouteSaysSo() {
        answering(503);
        answering(503);
        policy("{\"retries\": {\"attempts\": 1}}");
        assertThat(gateway.send(HttpMethod.POST, "/r", Buffer.buffer("x")).status())
                .isEqualTo(503);
        assertThat(asked).hasValue(1);

        policy("{\"retries\": {\"attempts\": 1, \"methods\": [\"POST\"]}}");
        assertThat(gateway.send(HttpMethod.POST, "/r", Buffer.buffer("x")).status())
                .isEqualTo(503);
        assertThat(asked).hasValue(3);
    }

    @Test
    void sendsNoMoreAgainThanTheBudgetAllows() {
        answering(503);
        answering(503);
        policy("{\"retries\": {\"budget\": 10, \"attempts\": 1, \"backoff\": 0.001}, \"ejection\": {\"failures\": 0}}");

        for (int i = 0; i < 200; i++) {
            assertThat(gateway.get("/r").status()).isEqualTo(503);
        }

        // a tenth of 200 and the reserve of 10
        assertThat(asked.get() - 200).isBetween(28, 31);
    }

    @Test
    void neverSendsARequestAgainToTheOnlyInstance() {
        answering(503);
        policy("{\"retries\": {}}");

        assertThat(gateway.get("/r").status()).isEqualTo(503);
        assertThat(asked).hasValue(1);
    }

    @Test
    void triesAgainWhatWasNotAnsweredInTime() {
        gateway.instance("s", r -> asked.incrementAndGet());
        answering(200);
        policy("{\"retries\": {\"backoff\": 0.001}, \"timeouts\": {\"first_byte\": 0.1}}");

        for (int i = 0; i < 4; i++) {
            assertThat(gateway.get("/r").status()).isEqualTo(200);
        }
    }

    @Test
    void givesAllTriesTogetherNoMoreThanTheTotalTime() {
        gateway.instance("s", r -> asked.incrementAndGet());
        gateway.instance("s", r -> asked.incrementAndGet());
        policy("{\"retries\": {}, \"timeouts\": {\"total\": 0.2}}");

        GatewayFixture.Answer answer = gateway.get("/r");

        assertThat(answer.code()).isEqualTo("upstream-timeout");
        assertThat(answer.text()).contains("no more time");
    }

    @Test
    void cutsAnAnswerOffThatStandsStill() throws Exception {
        gateway.instance("s", r -> r.response().setChunked(true).write("begun"));
        policy("{\"timeouts\": {\"idle\": 0.2}}");

        try (RawConnection raw = gateway.raw()) {
            raw.send("GET /r HTTP/1.1", "Host: h", "", "");
            String all = raw.readAll();
            assertThat(all).startsWith("HTTP/1.1 200").contains("begun").doesNotEndWith("0\r\n\r\n");
        }
    }

    @Test
    void leavesAnInstanceOutThatFailsWithoutShowingIt() {
        answering(503);
        gateway.instance("s", r -> r.response().end("good"));
        policy("{\"retries\": {\"budget\": 100}, \"ejection\": {\"failures\": 3, \"first\": 30}}");

        for (int i = 0; i < 30; i++) {
            assertThat(gateway.get("/r").text()).isEqualTo("good");
        }

        assertThat(asked).hasValue(3);
        assertThat(upstreams()).filteredOn(UpstreamState::ejected).hasSize(1);
    }

    @Test
    void opensTheCircuitAndTellsTheOthers() {
        List<CircuitChange> told = new CopyOnWriteArrayList<>();
        Await.done(GatewayContract.CIRCUIT_CHANGED
                .subscribe(gateway.vertx.eventBus(), told::add)
                .completion());
        answering(503);
        policy("{\"breaker\": {\"failures\": 2, \"open\": 60}}");

        assertThat(gateway.get("/r").status()).isEqualTo(503);
        assertThat(gateway.get("/r").status()).isEqualTo(503);
        assertThat(gateway.get("/r").code()).isEqualTo("circuit-open");

        assertThat(asked).hasValue(2);
        await().untilAsserted(
                        () -> assertThat(told).extracting(CircuitChange::state).containsExactly(CircuitState.OPEN));
        assertThat(upstreams()).extracting(UpstreamState::circuit).contains(CircuitState.OPEN);
    }

    @Test
    void opensTheCircuitOnTheWordOfAnotherGateway() {
        answering(200);
        policy("{\"breaker\": {\"open\": 60}}");
        assertThat(gateway.get("/r").status()).isEqualTo(200);

        GatewayContract.CIRCUIT_CHANGED.publish(
                gateway.vertx.eventBus(), new CircuitChange("s", "s-1", CircuitState.OPEN, "another"));

        await().until(() -> gateway.get("/r").status() == 503);
    }

    @Test
    void letsSoManyRequestsRunAndSoManyWait() {
        List<HttpServerRequest> running = new CopyOnWriteArrayList<>();
        gateway.instance("s", running::add);
        policy(
                "{\"bulkhead\": {\"concurrent\": 2, \"queue\": 1, \"max_wait\": 20}, \"timeouts\": {\"first_byte\": 20}}");
        List<Future<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            answers.add(gateway.client
                    .request(HttpMethod.GET, gateway.port, "127.0.0.1", "/r")
                    .compose(HttpClientRequest::send)
                    .map(a -> a.statusCode()));
        }
        await().until(() -> running.size() == 2);
        await().until(() -> gateway.get("/r").code().equals("overloaded"));
        assertThat(running).hasSize(2);

        running.get(0).response().end();
        await().until(() -> running.size() == 3);
        running.get(1).response().end();
        running.get(2).response().end();

        answers.forEach(a -> assertThat(Await.result(a)).isEqualTo(200));
    }

    @Test
    void freesAPlaceWhenAWaitingClientLeavesOrWaitsTooLong() throws Exception {
        CompletableFuture<HttpServerRequest> running = new CompletableFuture<>();
        gateway.instance("s", r -> {
            if (!running.complete(r)) {
                r.response().end();
            }
        });
        policy(
                "{\"bulkhead\": {\"concurrent\": 1, \"queue\": 1, \"max_wait\": 0.2}, \"timeouts\": {\"first_byte\": 20}}");
        try (RawConnection first = gateway.raw()) {
            first.send("GET /r HTTP/1.1", "Host: h", "", "");
            running.get(60, TimeUnit.SECONDS);

            assertThat(gateway.get("/r").text()).contains("none of them ended within 200 ms");
            running.get().response().end();
        }
        await().until(() -> gateway.get("/r").status() == 200);
    }

    @Test
    void fallsBackToAFixedAnswerWhenNoInstanceCanAnswer() {
        policy("{\"fallback\": {\"answer\": {\"status\": 200, \"body\": \"back soon\"}}}");
        assertThat(gateway.get("/r").text()).isEqualTo("back soon");

        answering(503);
        assertThat(gateway.get("/r").text()).isEqualTo("back soon");
        assertThat(gateway.get("/r").head().getHeader("content-length")).isEqualTo("9");
    }

    @Test
    void fallsBackToAnotherServiceWithTheSameRequest() {
        gateway.named("other", "other", Map.of());
        policy("{\"fallback\": {\"target\": {\"service\": \"other\"}}}");
        assertThat(gateway.get("/r/1?q").text()).isEqualTo("other /r/1?q");

        answering(502);
        assertThat(gateway.get("/r/2").text()).isEqualTo("other /r/2");
        assertThat(gateway.get("/r/2").status()).isEqualTo(200);
    }

    @Test
    void staysWithTheInstanceThatTheCookieNames() {
        gateway.named("a", "s", Map.of());
        gateway.named("b", "s", Map.of());
        policy("{\"balancing\": {\"strategy\": \"sticky-cookie\"}}");
        GatewayFixture.Answer first = gateway.get("/r");
        String cookie = first.head().getHeader("set-cookie");
        assertThat(cookie).startsWith("lotse-instance=").contains("HttpOnly");
        String pair = cookie.substring(0, cookie.indexOf(';'));

        for (int i = 0; i < 10; i++) {
            GatewayFixture.Answer again = gateway.get("/r", Map.of("cookie", "x=y; " + pair));
            assertThat(again.text()).isEqualTo(first.text());
            assertThat(again.head().getHeader("set-cookie")).isNull();
        }
    }

    @Test
    void sendsTheSameKeyToTheSameInstance() {
        for (String name : new String[] {"a", "b", "c", "d"}) {
            gateway.named(name, "s", Map.of());
        }
        policy("{\"balancing\": {\"strategy\": \"consistent-hash\", \"hash_on\": \"segment:2\"}}");
        Set<String> used = new HashSet<>();
        for (int key = 0; key < 20; key++) {
            String uri = "/r/" + key;
            String instance = gateway.get(uri).text();
            used.add(instance.substring(0, 1));
            for (int i = 0; i < 3; i++) {
                assertThat(gateway.get(uri).text()).isEqualTo(instance);
            }
        }
        assertThat(used.size()).isGreaterThan(1);
    }

    @Test
    void letsADeregisteredInstanceFinishWhatRunsAndGivesItNothingNew() throws Exception {
        CompletableFuture<HttpServerRequest> running = new CompletableFuture<>();
        HttpServer leaving = gateway.upstream(running::complete);
        String id = gateway.register("s", leaving.actualPort());
        policy("{\"timeouts\": {\"first_byte\": 20}}");
        try (RawConnection raw = gateway.raw()) {
            raw.send("GET /r HTTP/1.1", "Host: h", "", "");
            running.get(60, TimeUnit.SECONDS);
            answering(200);
            gateway.mesh.deregister(id);

            for (int i = 0; i < 6; i++) {
                assertThat(gateway.get("/r").status()).isEqualTo(200);
            }
            running.get().response().end("done");
            assertThat(raw.readUntil("done")).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void refusesPoliciesThatMakeNoSenseAndNamesEachMistake() {
        policy("{\"retries\": {\"attempts\": 99}}");
        policy("{\"timeouts\": {\"total\": -1}, \"balancing\": {\"strategy\": \"consistent-hash\"},"
                + " \"bulkhead\": {\"concurrent\": 0}, \"fallback\": {}, \"breaker\": {\"failures\": 0}}");

        assertThat(Await.result(GatewayContract.ROUTES.call(gateway.vertx.eventBus(), Empty.EMPTY))
                        .refused())
                .singleElement()
                .asString()
                .contains("policy.timeouts.total")
                .contains("policy.balancing.hash_on")
                .contains("policy.bulkhead.concurrent")
                .contains("policy.fallback")
                .contains("policy.breaker.failures");
    }

    private List<UpstreamState> upstreams() {
        return Await.result(GatewayContract.UPSTREAMS.call(gateway.vertx.eventBus(), Empty.EMPTY))
                .items();
    }
}
