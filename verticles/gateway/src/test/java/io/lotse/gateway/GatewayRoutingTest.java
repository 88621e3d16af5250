package io.lotse.gateway;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.registry.InstanceStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GatewayRoutingTest {
    private GatewayFixture gateway;

    @BeforeEach
    void start() {
        gateway = new GatewayFixture();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/api/hello, /",
        "/api/hello/, /",
        "/api/hello?a=1, /?a=1",
        "/api/hello/a/b?x=%20y&x=+&z, /a/b?x=%20y&x=+&z",
        "/api/hello/%2e%2e/%2Fa;p=1//b, /%2e%2e/%2Fa;p=1//b",
        "/api/hello/api/hello, /api/hello",
    })
    void sendsTheRestOfThePathAndTheQueryAsTheyCame(String asked, String received) {
        gateway.instance("hello", r -> r.response().end(r.uri()));

        assertThat(gateway.get(asked).text()).isEqualTo(received);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"})
    void passesEveryMethod(String method) {
        gateway.instance("hello", r -> r.response().end(r.method().name()));

        assertThat(gateway.send(HttpMethod.valueOf(method), "/api/hello", null).text())
                .isEqualTo(method);
    }

    @Test
    void passesBodiesBothWays() {
        gateway.instance("echo", r -> r.body().onSuccess(r.response()::end));

        assertThat(gateway.send(HttpMethod.POST, "/api/echo", Buffer.buffer("ahoy"))
                        .text())
                .isEqualTo("ahoy");
    }

    @Test
    void takesInstancesInTurn() {
        Map<String, Integer> answers = new HashMap<>();
        for (String name : new String[] {"a", "b", "c"}) {
            gateway.instance("hello", r -> r.response().end(name));
        }

        for (int i = 0; i < 9; i++) {
            answers.merge(gateway.get("/api/hello").text(), 1, Integer::sum);
        }

        assertThat(answers).containsOnly(Map.entry("a", 3), Map.entry("b", 3), Map.entry("c", 3));
    }

    @Test
    void sendsNothingToAnInstanceOnceItIsDeregistered() {
        AtomicInteger late = new AtomicInteger();
        String leaving = gateway.register(
                "hello",
                gateway.upstream(r -> {
                            late.incrementAndGet();
                            r.response().end("leaving");
                        })
                        .actualPort());
        gateway.instance("hello", r -> r.response().end("staying"));
        gateway.get("/api/hello");
        gateway.get("/api/hello");

        gateway.mesh.deregister(leaving);

        int before = late.get();
        for (int i = 0; i < 6; i++) {
            assertThat(gateway.get("/api/hello").text()).isEqualTo("staying");
        }
        assertThat(late).hasValue(before);
    }

    @Test
    void answers404ForAnUnknownService() {
        GatewayFixture.Answer answer = gateway.get("/api/nobody/there?secret=1");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.head().getHeader("content-type")).isEqualTo("application/problem+json");
        JsonObject problem = answer.body().toJsonObject();
        assertThat(problem.getString("code")).isEqualTo("unknown-service");
        assertThat(problem.getInteger("status")).isEqualTo(404);
        assertThat(problem.getString("instance")).isEqualTo("/api/nobody/there");
        assertThat(problem.getString("detail")).contains("nobody");
        assertThat(problem.getString("type")).isEqualTo("urn:lotse:problem:unknown-service");
        assertThat(problem.fieldNames()).contains("title");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/%68ello",
                "/api/hello%2Fa",
                "/api/%",
                "/api/%zz/",
                "/api/he\"llo",
                "/api/..;/x",
                "/api/HELLO"
            })
    void takesAnOddServiceSegmentForAnUnknownService(String uri) throws IOException {
        gateway.instance("hello", r -> r.response().end());

        try (RawConnection raw = gateway.raw()) {
            raw.send("GET " + uri + " HTTP/1.1", "Host: h", "Connection: close", "", "");
            assertThat(raw.readAll()).startsWith("HTTP/1.1 404").contains("\"code\":\"unknown-service\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/api", "/api/", "/api?x", "/apis/x", "/favicon.ico", "*"})
    void saysWhatPathsThereAre(String uri) throws IOException {
        try (RawConnection raw = gateway.raw()) {
            raw.send("OPTIONS " + uri + " HTTP/1.1", "Host: h", "Connection: close", "", "");
            assertThat(raw.readAll())
                    .startsWith("HTTP/1.1 404")
                    .contains("\"code\":\"not-found\"")
                    .contains("/api/SERVICE/PATH");
        }
    }

    @Test
    void answers503ForAServiceWithoutActiveInstance() throws IOException {
        gateway.mesh.register(
                "h-1",
                "hello",
                GatewayFixture.HOST,
                "127.0.0.1",
                GatewayFixture.freePort(),
                InstanceStatus.INACTIVE,
                Protocol.TCP);

        GatewayFixture.Answer answer = gateway.get("/api/hello");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo("no-healthy-instance");
    }

    @Test
    void answers502WhenEveryInstanceRefuses() throws IOException {
        gateway.register("hello", GatewayFixture.freePort());

        for (int i = 0; i < 3; i++) {
            GatewayFixture.Answer answer = gateway.get("/api/hello");
            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.code()).isEqualTo("upstream-refused");
        }
    }

    @Test
    void triesAnotherInstanceWhenOneRefuses() throws IOException {
        gateway.register("hello", GatewayFixture.freePort());
        gateway.instance("hello", r -> r.body().onSuccess(b -> r.response().end("alive " + b)));
        gateway.register("hello", GatewayFixture.freePort());

        for (int i = 0; i < 9; i++) {
            assertThat(gateway.send(HttpMethod.POST, "/api/hello", Buffer.buffer("body"))
                            .text())
                    .isEqualTo("alive body");
        }
    }

    @Test
    void answers504WhenTheInstanceIsSilent() {
        gateway.instance("silent", r -> {});

        GatewayFixture.Answer answer = gateway.get("/api/silent");

        assertThat(answer.status()).isEqualTo(504);
        assertThat(answer.code()).isEqualTo("upstream-timeout");
    }

    @Test
    void answers502WhenTheInstanceBreaksOffBeforeItAnswers() {
        gateway.instance("broken", r -> r.connection().close());

        GatewayFixture.Answer answer = gateway.send(HttpMethod.POST, "/api/broken", Buffer.buffer("x"));

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.code()).isEqualTo("upstream-failed");
    }

    @Test
    void asksAnotherInstanceWhenAnIdempotentRequestWasBrokenOff() {
        gateway.instance("hello", r -> r.connection().close());
        gateway.instance("hello", r -> r.response().end("whole"));

        for (int i = 0; i < 4; i++) {
            assertThat(gateway.get("/api/hello").text()).isEqualTo("whole");
        }
    }

    @Test
    void answers502WhenTheOnlyInstanceBreaksOff() {
        AtomicInteger asked = new AtomicInteger();
        gateway.instance("broken", r -> {
            asked.incrementAndGet();
            r.connection().close();
        });

        GatewayFixture.Answer answer = gateway.get("/api/broken");

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.code()).isEqualTo("upstream-failed");
        assertThat(asked).hasValue(1);
    }

    @Test
    void asksTheOnlyInstanceOnceMoreWhenAnIdleConnectionWasClosed() throws IOException {
        try (RawUpstream closing = new RawUpstream(c -> {
            c.readHead();
            c.sendBytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            c.readHead();
        })) {
            gateway.register("closing", closing.port());

            for (int i = 0; i < 6; i++) {
                assertThat(gateway.get("/api/closing").text()).isEqualTo("ok");
            }
        }
    }

    @Test
    void doesNotSendAPostTwice() {
        AtomicInteger asked = new AtomicInteger();
        for (int i = 0; i < 2; i++) {
            gateway.instance("broken", r -> {
                asked.incrementAndGet();
                r.connection().close();
            });
        }

        assertThat(gateway.send(HttpMethod.POST, "/api/broken", null).code()).isEqualTo("upstream-failed");
        assertThat(asked).hasValue(1);
    }

    @Test
    void triesAnotherInstanceWhenOneTakesNoConnections() throws IOException {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket first = new Socket(InetAddress.getLoopbackAddress(), full.getLocalPort());
                Socket second = new Socket(InetAddress.getLoopbackAddress(), full.getLocalPort())) {
            assertThat(List.of(first, second)).allMatch(Socket::isConnected);
            gateway.register("hello", full.getLocalPort());
            gateway.instance("hello", r -> r.response().end("alive"));

            for (int i = 0; i < 4; i++) {
                assertThat(gateway.get("/api/hello").text()).isEqualTo("alive");
            }
        }
    }

    @Test
    void sendsNothingToAnInstanceThatSpeaksUdp() throws IOException {
        gateway.mesh.register("u-1", "udp", Protocol.UDP, GatewayFixture.freePort());

        assertThat(gateway.get("/api/udp").code()).isEqualTo("no-healthy-instance");
    }

    @Test
    void sharesItsPortBetweenInstancesOfTheVerticle() throws IOException {
        int port = GatewayFixture.freePort();
        GatewayConfig config = new GatewayConfig("127.0.0.1", port, GatewayFixture.HOST, "development", null);
        Await.done(gateway.vertx.deployVerticle(
                GatewayVerticle.copies(config, gateway.mesh.view(), Clock.systemUTC(), gateway.metrics),
                new DeploymentOptions().setInstances(2)));
        gateway.instance("hello", r -> r.response().end("here"));

        for (int i = 0; i < 8; i++) {
            try (RawConnection raw = new RawConnection(new Socket(InetAddress.getLoopbackAddress(), port))) {
                raw.send("GET /api/hello HTTP/1.1", "Host: h", "Connection: close", "", "");
                assertThat(raw.readAll()).startsWith("HTTP/1.1 200").endsWith("here");
            }
        }
    }

    @Test
    void failsItsStartWithTheReasonWhenThePortIsTaken() {
        GatewayConfig config =
                new GatewayConfig("127.0.0.1", gateway.upstream(r -> {}).actualPort(), "h", "development", null);
        Vertx other = Vertx.vertx();

        assertThatThrownBy(() -> Await.done(other.deployVerticle(gateway.verticle(config))))
                .isInstanceOf(BindException.class);
        Await.done(other.close());
    }

    @Test
    void finishesRunningRequestsBeforeItStops() throws Exception {
        CompletableFuture<HttpServerRequest> running = new CompletableFuture<>();
        gateway.instance("slow", running::complete);
        GatewayVerticle verticle =
                gateway.verticle(new GatewayConfig("127.0.0.1", 0, GatewayFixture.HOST, "development", null));
        String deployment = Await.result(gateway.vertx.deployVerticle(verticle));
        try (RawConnection raw = new RawConnection(new Socket(InetAddress.getLoopbackAddress(), verticle.port()))) {
            raw.send("GET /api/slow HTTP/1.1", "Host: h", "", "");
            HttpServerRequest request = running.get(60, TimeUnit.SECONDS);

            Future<Void> stopped = gateway.vertx.undeploy(deployment);
            request.response().end("done");

            assertThat(raw.readAll()).startsWith("HTTP/1.1 200").endsWith("done");
            Await.done(stopped);
        }
    }

    @Test
    void answers502ForAnUpstreamThatDoesNotSpeakHttp() throws Exception {
        try (ServerSocket server = new ServerSocket(0)) {
            Thread speaker = new Thread(() -> {
                try (RawConnection raw = new RawConnection(server.accept())) {
                    raw.readHead();
                    raw.sendBytes("220 mail ready\r\n\r\n");
                    raw.readAll();
                } catch (IOException ignored) {
                    // the gateway hangs up
                }
            });
            speaker.start();
            gateway.register("mail", server.getLocalPort());

            GatewayFixture.Answer answer = gateway.get("/api/mail");

            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.code()).isEqualTo("upstream-failed");
            speaker.join();
        }
    }
}
