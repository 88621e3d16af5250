package io.lotse.gateway;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.lotse.contracts.cluster.ClusterContract;
import io.lotse.contracts.cluster.Members;
import io.lotse.contracts.cluster.NodeInfo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/** HTTP/2 without TLS, on a port of its own. */
class GatewayPriorKnowledgeTest {
    private static final GatewayConfig.Limits LIMITS =
            new GatewayConfig.Limits(16 * 1024, 64 * 1024, Duration.ofMillis(600), Duration.ofSeconds(60), 0, 2);

    private final AtomicInteger asked = new AtomicInteger();
    private GatewayFixture gateway = GatewayFixture.with(config -> config.withH2c(0));

    @AfterEach
    void close() {
        gateway.close();
    }

    private void restart(GatewayConfig.Limits limits) {
        gateway.close();
        gateway = GatewayFixture.with(config -> config.withH2c(0).withLimits(limits));
    }

    private void hello() {
        gateway.instance("hello", r -> r.body().onSuccess(body -> {
            asked.incrementAndGet();
            r.response().end("hello " + body + " by " + r.getHeader("x-forwarded-proto"));
        }));
    }

    private HttpClient http2() {
        return gateway.vertx.createHttpClient(
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));
    }

    private GatewayFixture.Answer post(HttpClient client, String body) {
        return Await.result(client.request(HttpMethod.POST, gateway.h2cPort(), "127.0.0.1", "/api/hello")
                .compose(r -> GatewayFixture.answer(r.send(Buffer.buffer(body)))));
    }

    @Test
    void takesRequestsThatShareAConnection() {
        hello();
        HttpClient client = http2();

        GatewayFixture.Answer answer = post(client, "a");
        assertThat(answer.text()).isEqualTo("hello a by http");
        assertThat(answer.head().version()).isEqualTo(HttpVersion.HTTP_2);
        assertThat(post(client, "b").text()).isEqualTo("hello b by http");
        assertThat(gateway.metrics.get("lotse.gateway.connections").gauge().value())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/hello HTTP/1.1\r\nHost: x\r\n\r\n",
                "POST /api/hello HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "GET /api/hello HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
                        + "HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\n\r\n",
            })
    void refusesEverythingElse(String request) throws IOException {
        hello();

        try (RawConnection client = GatewayFixture.raw(gateway.h2cPort())) {
            client.sendBytes(request);
            String answer = client.readAll();
            assertThat(answer).doesNotContain("hello");
            assertThat(answer.startsWith("HTTP/1.1 505 ")).isEqualTo(!request.contains("Upgrade"));
        }
        assertThat(asked).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "PRI * HTTP/2.0\r\n"})
    void cutsOffAClientWhosePrefaceDoesNotCome(String beginning) throws IOException {
        restart(LIMITS);

        try (RawConnection client = GatewayFixture.raw(gateway.h2cPort())) {
            client.sendBytes(beginning);
            assertThat(client.readAll()).isEmpty();
        }
    }

    @Test
    void letsAConnectionBeIdleForLongerThanItsPreface() {
        restart(LIMITS);
        gateway.instance(
                "slow", r -> gateway.vertx.setTimer(1_500, t -> r.response().end("at last")));

        assertThat(Await.result(http2().request(HttpMethod.GET, gateway.h2cPort(), "127.0.0.1", "/api/slow")
                                .compose(r -> GatewayFixture.answer(r.send())))
                        .text())
                .isEqualTo("at last");
    }

    @Test
    void closesConnectionsBeyondThoseThatAClientMayHave() {
        restart(LIMITS);
        hello();
        List<HttpClient> clients = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            HttpClient client = http2();
            clients.add(client);
            assertThat(post(client, "a").status()).isEqualTo(200);
        }

        assertThatThrownBy(() -> post(http2(), "a")).isNotNull();
        assertThat(post(clients.get(0), "b").status()).isEqualTo(200);
    }

    @Test
    void takesCallsOfAPlaintextGrpcClient() throws IOException {
        try (GrpcFixture service = new GrpcFixture()) {
            service.register(gateway, service.port(), "{}");
            callByGrpc();
        }
    }

    @Test
    void takesCallsToAServiceBehindTheGatewayOfAnotherHost() throws IOException {
        int other = gateway.startGateway("beta", null);
        try (GrpcFixture service = new GrpcFixture()) {
            gateway.mesh.register("texts-1", "texts", "beta", service.port(), Map.of("protocol", "grpc"));
            gateway.mesh.route(
                    "texts",
                    """
                    {"match": {"path": "/lotse.Texts/**"}, "targets": [{"service": "texts"}]}""");
            tellOfGateways(other);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> gateway.get("/api/texts/").status() != 503);

            callByGrpc();
        }
    }

    private void tellOfGateways(int other) {
        ClusterContract.MEMBERS_CHANGED.publish(
                gateway.vertx.eventBus(),
                new Members(List.of(node(GatewayFixture.HOST, gateway.port), node("beta", other))));
    }

    private static NodeInfo node(String host, int port) {
        return new NodeInfo(
                "id-" + host,
                host,
                host,
                List.of("gateway"),
                "http://127.0.0.1:" + port,
                null,
                "127.0.0.1:5701",
                1,
                "0",
                Instant.EPOCH);
    }

    /** One of each kind of call, and one that fails. */
    private void callByGrpc() {
        ManagedChannel channel = GrpcFixture.plaintextChannel(gateway.h2cPort());
        try {
            CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(30, TimeUnit.SECONDS);
            assertThat(ClientCalls.blockingUnaryCall(channel, GrpcFixture.HELLO, options, "world"))
                    .isEqualTo("hello world");
            StatusRuntimeException failure = catchThrowableOfType(
                    StatusRuntimeException.class,
                    () -> ClientCalls.blockingUnaryCall(channel, GrpcFixture.FAIL, options, "no"));
            assertThat(failure.getStatus().getCode()).as("%s", failure).isEqualTo(Status.Code.ALREADY_EXISTS);
            assertThat(failure.getTrailers().get(GrpcFixture.WHO)).isEqualTo("service");
            Iterator<String> list = ClientCalls.blockingServerStreamingCall(channel, GrpcFixture.LIST, options, "a");
            int listed = 0;
            while (list.hasNext()) {
                assertThat(list.next()).isEqualTo(GrpcFixture.CHUNK);
                listed++;
            }
            assertThat(listed).isEqualTo(GrpcFixture.MANY);
            talk(channel, options);
        } finally {
            channel.shutdownNow();
        }
    }

    /** Each message is answered before the next one is sent. */
    private static void talk(ManagedChannel channel, CallOptions options) {
        List<String> heard = new CopyOnWriteArrayList<>();
        AtomicInteger ended = new AtomicInteger();
        StreamObserver<String> say = ClientCalls.asyncBidiStreamingCall(
                channel.newCall(GrpcFixture.TALK, options), new GrpcFixture.Each(heard::add, ended::incrementAndGet));
        for (int i = 1; i <= 3; i++) {
            say.onNext("text " + i);
            int count = i;
            await().atMost(Duration.ofSeconds(20)).until(() -> heard.size() == count);
        }
        say.onCompleted();
        await().atMost(Duration.ofSeconds(20)).until(() -> ended.get() == 1);
        assertThat(heard).containsExactly("you said text 1", "you said text 2", "you said text 3");
    }
}
