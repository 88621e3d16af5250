package io.lotse.gateway;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.environments.Environment;
import io.lotse.contracts.environments.EnvironmentKind;
import io.lotse.contracts.faults.Fault;
import io.lotse.contracts.faults.FaultRule;
import io.lotse.contracts.ledger.LedgerKeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Faults that tests set, as clients see them. */
class GatewayFaultsTest {
    private static final String FAULTY = "/api/hello@test/";
    private static final int SIZE = 60_000;

    private GatewayFixture gateway;
    private final AtomicInteger served = new AtomicInteger();

    @BeforeEach
    void start() {
        gateway = GatewayFixture.patient();
        instance("test", "hello");
        instance("test", "other");
        instance("development", "hello");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private void instance(String environment, String service) {
        int port = gateway.upstream(r -> {
                    served.incrementAndGet();
                    r.response()
                            .end(r.path().equals("/large") ? Buffer.buffer(new byte[SIZE]) : Buffer.buffer("hello"));
                })
                .actualPort();
        gateway.mesh.registerIn(environment, environment + service, service, GatewayFixture.HOST, port);
    }

    private void fault(String environment, String name, String rule) {
        FaultRule decoded = ContractCodec.decode(new JsonObject(rule), FaultRule.class);
        gateway.mesh.put(
                LedgerKeys.fault(environment, name), new Fault(environment, name, decoded, Instant.EPOCH, null));
    }

    private List<Integer> statuses(int requests) {
        return IntStream.range(0, requests)
                .mapToObj(i -> gateway.get(FAULTY).status())
                .toList();
    }

    private RawConnection ask(String path) throws IOException {
        return gateway.raw().send("GET " + path + " HTTP/1.1", "Host: x", "", "");
    }

    private double injected(String kind) {
        return gateway.metrics.find("lotse.gateway.faults.injected").tag("kind", kind).counters().stream()
                .mapToDouble(c -> c.count())
                .sum();
    }

    @Test
    void failsTheFirstRequestsWithAnAnswerThatSaysSo() {
        fault(
                "test",
                "two",
                json("error")
                        .put("service", "hello")
                        .put("status", 500)
                        .put("first", 2)
                        .encode());

        GatewayFixture.Answer first = gateway.get(FAULTY);

        assertThat(first.status()).isEqualTo(500);
        assertThat(first.code()).isEqualTo("fault-injected");
        assertThat(first.text()).contains("the fault two of the environment test");
        assertThat(statuses(3)).containsExactly(500, 200, 200);
        assertThat(served).hasValue(2);
        assertThat(injected("error")).isEqualTo(2);
    }

    @Test
    void meetsNoOtherServiceEnvironmentOrRoute() {
        fault("test", "one", json("error").put("service", "hello").encode());
        fault("test", "two", json("error").put("route", "shop").encode());
        fault("development", "three", json("error").encode());

        assertThat(gateway.get("/api/other@test/").status()).isEqualTo(200);
        assertThat(gateway.get("/api/hello").status()).isEqualTo(200);
        assertThat(gateway.get(FAULTY).status()).isEqualTo(503);
    }

    @Test
    void meetsTheWholeEnvironmentAndEndsAtOnce() {
        assertThat(gateway.get(FAULTY).status()).isEqualTo(200);
        fault("test", "all", json("error").encode());

        assertThat(gateway.get(FAULTY).status()).isEqualTo(503);
        assertThat(gateway.get("/api/other@test/").status()).isEqualTo(503);
        assertThat(gateway.getIn("test", "/api/other").status()).isEqualTo(503);

        remove("all");
        assertThat(gateway.get(FAULTY).status()).isEqualTo(200);
    }

    @Test
    void meetsDeclaredRoutesByNameAndByTheServiceThatTheyLeadTo() {
        gateway.mesh.route("shop", route("/shop/**", "hello"));
        gateway.mesh.route("both", route("/both/**", "hello", "other"));
        fault("test", "one", json("error").put("route", "shop").encode());

        assertThat(gateway.get("/shop/").status()).isEqualTo(503);
        assertThat(gateway.get("/both/").status()).isEqualTo(200);

        fault(
                "test",
                "one",
                json("error").put("service", "hello").put("status", 502).encode());
        assertThat(gateway.get("/shop/").status()).isEqualTo(502);
        assertThat(gateway.get("/both/").status()).as("which one is not known").isEqualTo(200);

        fault("test", "one", json("error").put("status", 501).encode());
        assertThat(gateway.get("/both/").status()).isEqualTo(501);
    }

    private static String route(String path, String... services) {
        return new JsonObject()
                .put("match", new JsonObject().put("path", path))
                .put(
                        "targets",
                        Arrays.stream(services)
                                .map(s -> new JsonObject().put("service", s).put("environment", "test"))
                                .toList())
                .encode();
    }

    @Test
    void resetsEveryNthConnection() throws IOException {
        fault("test", "r", json("reset").put("every", 2).encode());

        try (RawConnection connection = ask(FAULTY)) {
            assertThat(connection.readHead()).startsWith("HTTP/1.1 200");
            connection.readUntil("hello");
            connection.send("GET " + FAULTY + " HTTP/1.1", "Host: x", "", "");
            assertThatThrownBy(connection::readAll)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("reset");
        }
        assertThat(served).hasValue(1);
        assertThat(gateway.get(FAULTY).status()).isEqualTo(200);
    }

    @Test
    void drawsTheSameRequestsInEachRun() {
        String rule = json("error").put("percent", 50).put("seed", 3).encode();
        fault("test", "half", rule);
        List<Integer> once = statuses(12);

        fault("test", "half", rule);

        assertThat(once).contains(200, 503);
        assertThat(statuses(12)).isEqualTo(once);
    }

    @Test
    void losesRequestsBeforeAServiceSeesThem() throws IOException {
        fault("test", "lost", json("loss").encode());

        try (RawConnection connection = ask(FAULTY)) {
            await().until(() -> injected("loss") == 1);
            remove("lost");

            assertThatThrownBy(connection::readAll).as("it ends with the fault").hasMessageContaining("reset");
        }
        assertThat(served).hasValue(0);
    }

    @Test
    void takesTheAnswerAwayThatAServiceGave() throws IOException {
        fault("test", "lost", json("half-open").encode());

        try (RawConnection connection = ask(FAULTY)) {
            await().until(() -> served.get() == 1);
            remove("lost");

            assertThatThrownBy(connection::readAll).as("it ends with the fault").hasMessageContaining("reset");
        }
    }

    @Test
    void forgetsAClientThatDoesNotWait() throws IOException {
        fault("test", "lost", json("loss").encode());

        try (RawConnection connection = ask(FAULTY)) {
            await().until(() -> injected("loss") == 1);
        }

        await().untilAsserted(() -> assertThat(gateway.metrics.scrape())
                .contains("lotse_gateway_requests_total{route=\"hello\",status=\"client-left\"} 1"));
    }

    @Test
    void letsARouteThatHasATimeForAllEndTheWait() {
        gateway.mesh.route(
                "shop",
                new JsonObject(route("/shop/**", "hello"))
                        .put("policy", new JsonObject().put("timeouts", new JsonObject().put("total", 0.3)))
                        .encode());
        fault("test", "lost", json("half-open").encode());

        assertThat(gateway.get("/shop/").code()).isEqualTo("upstream-timeout");
        assertThat(served).hasValue(1);
    }

    @Test
    void holdsRequestsUp() {
        fault("test", "slow", json("latency").put("delay", 0.2).encode());
        fault(
                "test",
                "slower",
                json("latency").put("delay", 0.1).put("jitter", 0.05).encode());
        long begin = System.nanoTime();

        assertThat(gateway.get(FAULTY).text()).isEqualTo("hello");

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(240));
    }

    @Test
    void letsBodiesComeSlowlyAndWhole() {
        fault("test", "slow", json("bandwidth").put("rate", 100_000).encode());
        long begin = System.nanoTime();

        Future<GatewayFixture.Answer> large = gateway.getLater(FAULTY + "large");

        assertThat(Await.result(large).body().length()).isEqualTo(SIZE);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(500));
        assertThat(gateway.get(FAULTY).text()).isEqualTo("hello");
    }

    @Test
    void takesItsFiguresAwayWithTheEnvironment() {
        Environment mine = new Environment("pr-42", EnvironmentKind.TEST, null, false, Instant.EPOCH, null, null, null);
        gateway.mesh.put(LedgerKeys.environment("pr-42"), mine);
        instance("pr-42", "hello");
        fault("pr-42", "f", json("error").encode());
        assertThat(gateway.get("/api/hello@pr-42/").status()).isEqualTo(503);
        assertThat(injected("error")).isEqualTo(1);

        gateway.mesh.remove(LedgerKeys.fault("pr-42", "f"));
        assertThat(injected("error")).as("the environment is still there").isEqualTo(1);
        gateway.mesh.remove(LedgerKeys.environment("pr-42"));

        assertThat(injected("error")).isZero();
    }

    private void remove(String name) {
        gateway.mesh.remove(LedgerKeys.fault("test", name));
    }

    private static JsonObject json(String kind) {
        return new JsonObject().put("kind", kind);
    }
}
