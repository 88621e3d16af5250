package io.lotse.gateway;

import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.lotse.contracts.cluster.ClusterContract;
import io.lotse.contracts.cluster.Members;
import io.lotse.contracts.cluster.NodeInfo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Instances at loopback addresses of other hosts, reached through the gateways there. */
class GatewayPeersTest {
    private static final String OTHER = "beta";

    private GatewayFixture gateway;
    private int other;

    @BeforeEach
    void start() {
        gateway = new GatewayFixture();
        other = gateway.startGateway(OTHER, null);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.9.9.9", "localhost", "0.0.0.0"})
    void reachesALoopbackInstanceThroughItsHostsGateway(String address) throws Exception {
        CompletableFuture<HttpServerRequest> received = new CompletableFuture<>();
        int port = Await.result(gateway.vertx
                        .createHttpServer()
                        .requestHandler(r -> {
                            received.complete(r);
                            r.response().end(r.uri());
                        })
                        .listen(0, "0.0.0.0"))
                .actualPort();
        gateway.mesh.register("h-1", "hello", OTHER, address, port);
        tellMembers(node(GatewayFixture.HOST, gateway.port), node(OTHER, other));

        assertThat(getOnceReachable("/api/hello/a?b").text()).isEqualTo("/a?b");

        HttpServerRequest request = received.get(60, TimeUnit.SECONDS);
        assertThat(request.getHeader("x-forwarded-for")).isEqualTo("127.0.0.1, 127.0.0.1");
        assertThat(request.getHeader("x-forwarded-prefix")).isEqualTo("/api/hello");
        assertThat(request.getHeader("x-forwarded-host")).isEqualTo("127.0.0.1:" + gateway.port);
        assertThat(request.headers().getAll("via")).containsExactly("1.1 lotse", "1.1 lotse");
        assertThat(request.getHeader("lotse-hop")).isNull();
    }

    @Test
    void asksForTheMembersWhenItStarts() {
        gateway.mesh.register(
                "h-1",
                "hello",
                OTHER,
                "127.0.0.1",
                gateway.upstream(r -> r.response().end("there")).actualPort());
        CompletableFuture<Void> asked = new CompletableFuture<>();
        Await.done(ClusterContract.MEMBERS
                .serve(gateway.vertx.eventBus(), q -> {
                    asked.complete(null);
                    return Future.succeededFuture(new Members(List.of(node(OTHER, other))));
                })
                .completion());

        int late = gateway.startGateway("late", null);

        asked.orTimeout(60, TimeUnit.SECONDS).join();
        await().untilAsserted(() ->
                assertThat(gateway.getFrom(late, "/api/hello").text()).isEqualTo("there"));
    }

    @Test
    void takesTurnsBetweenOwnAndOtherHostsInstances() {
        gateway.mesh.register(
                "h-1",
                "hello",
                GatewayFixture.HOST,
                "127.0.0.1",
                gateway.upstream(r -> r.response().end("own")).actualPort());
        gateway.mesh.register(
                "h-2",
                "hello",
                OTHER,
                "127.0.0.1",
                gateway.upstream(r -> r.response().end("other")).actualPort());
        tellMembers(node(OTHER, other));
        Set<String> answers = new HashSet<>();

        await().until(() -> answers.add(gateway.get("/api/hello").text()) && answers.size() == 2);

        assertThat(answers).containsExactlyInAnyOrder("own", "other");
    }

    @Test
    void saysWhichHostHasNoGateway() throws IOException {
        gateway.mesh.register("h-1", "hello", OTHER, "127.0.0.1", GatewayFixture.freePort());
        tellMembers(node(GatewayFixture.HOST, gateway.port));

        GatewayFixture.Answer answer = gateway.get("/api/hello");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo("no-healthy-instance");
        assertThat(answer.text()).contains(OTHER);
    }

    @Test
    void triesAnotherGatewayOfTheHostWhenOneIsGone() throws IOException {
        gateway.mesh.register(
                "h-1",
                "hello",
                OTHER,
                "127.0.0.1",
                gateway.upstream(r -> r.response().end("there")).actualPort());
        tellMembers(node(OTHER, GatewayFixture.freePort()), node(OTHER, other));

        getOnceReachable("/api/hello");
        for (int i = 0; i < 4; i++) {
            assertThat(gateway.get("/api/hello").text()).isEqualTo("there");
        }
    }

    @Test
    void doesNotSendInCirclesWhenGatewaysDisagree() throws IOException {
        gateway.mesh.register("h-1", "hello", "gamma", "127.0.0.1", GatewayFixture.freePort());
        tellMembers(node("gamma", gateway.port), node("gamma", other));

        GatewayFixture.Answer answer =
                await().until(() -> gateway.get("/api/hello"), a -> a.head().getHeader("via") != null);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo("no-healthy-instance");
    }

    @Test
    void gainsNothingFromAForgedHop() throws IOException {
        gateway.mesh.register(
                "h-1",
                "hello",
                OTHER,
                "127.0.0.1",
                gateway.upstream(r -> r.response().end("there")).actualPort());
        tellMembers(node(OTHER, other));
        getOnceReachable("/api/hello");
        try (RawConnection raw = gateway.raw()) {
            raw.send("GET /api/hello HTTP/1.1", "Host: h", "Lotse-Hop: 1", "Connection: close", "", "");

            assertThat(raw.readAll()).startsWith("HTTP/1.1 503");
        }
    }

    @Test
    void letsNoForgedHopPastADeclaredRoute() throws IOException {
        gateway.instance("hello", r -> r.response().end("hello"));
        gateway.mesh.route(
                "closed",
                """
                {"match": {"path": "/api/hello/admin/**"}, "priority": 1, "answer": {"status": 403}}""");
        Map<String, String> hop = Map.of("Lotse-Hop", "1");

        assertThat(gateway.get("/api/hello/admin", hop).status()).isEqualTo(403);

        tellMembers(node(OTHER, other));
        await().untilAsserted(() ->
                assertThat(gateway.get("/api/hello/admin", hop).text()).isEqualTo("hello"));
    }

    @Test
    void forwardsToTheControlApiAsItCame() {
        int control = gateway.upstream(r -> r.response().end(r.uri() + " " + r.getHeader("x-forwarded-prefix")))
                .actualPort();
        int withControl = gateway.startGateway("delta", new GatewayConfig.Control("127.0.0.1", control));

        String text = gateway.getFrom(withControl, "/api/v1/ipmanager/services?limit=1")
                .text();

        assertThat(text).isEqualTo("/api/v1/ipmanager/services?limit=1 null");
    }

    @Test
    void saysThatThereIsNoControlApi() {
        GatewayFixture.Answer answer = gateway.get("/api/v1/ipmanager/services");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("not-found");
        assertThat(answer.text()).contains("no control API");
    }

    private void tellMembers(NodeInfo... nodes) {
        ClusterContract.MEMBERS_CHANGED.publish(gateway.vertx.eventBus(), new Members(List.of(nodes)));
    }

    /** The answer once the gateway has heard of the members; until then it has no way to the instance. */
    private GatewayFixture.Answer getOnceReachable(String uri) {
        return await().until(() -> gateway.get(uri), a -> a.status() == 200);
    }

    private static NodeInfo node(String host, int port) {
        return new NodeInfo(
                host + port,
                host + port,
                host,
                List.of("gateway"),
                "http://127.0.0.1:" + port,
                null,
                null,
                1,
                "0",
                Instant.EPOCH);
    }
}
