package io.lotse.gateway;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.PoolOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.lotse.gateway.GatewayFixture.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Clients of HTTP/2 that take their time to send or to read, on one connection. */
class GatewayHttp2SlowClientsTest {
    private static final GatewayConfig.Limits LIMITS =
            new GatewayConfig.Limits(16_384, 65_536, Duration.ofSeconds(10), Duration.ofMillis(300), 0, 0);

    private final AtomicReference<HttpServerResponse> stream = new AtomicReference<>();

    @TempDir
    private Path folder;

    private GatewayFixture gateway;
    private HttpClient client;

    @BeforeEach
    void start() throws IOException {
        GatewayConfig.Tls tls = GatewayFixture.tls(folder);
        gateway = GatewayFixture.with(c -> c.withTls(tls).withLimits(LIMITS));
        gateway.instance("hello", r -> r.body().onSuccess(body -> r.response().end("hello " + body.length())));
        gateway.instance("large", GatewaySlowClientsTest::sendLarge);
        gateway.instance("medium", r -> r.response().end(Buffer.buffer(new byte[300_000])));
        gateway.instance("events", r -> {
            stream.set(r.response().setChunked(true));
            r.response().write("first");
        });
        client = gateway.vertx.createHttpClient(
                GatewayFixture.http2().setHttp2ConnectionWindowSize(1024 * 1024), new PoolOptions().setHttp2MaxSize(1));
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private Future<HttpClientRequest> request(HttpMethod method, String uri) {
        return client.request(method, gateway.tlsPort(), "127.0.0.1", uri);
    }

    private String get(String uri) {
        return Await.result(request(HttpMethod.GET, uri).compose(r -> answer(r.send())))
                .text();
    }

    /** Reads nothing of the answer; the failure that ends it comes into the reference. */
    private AtomicReference<Throwable> readNothing(String uri) {
        AtomicReference<Throwable> end = new AtomicReference<>();
        request(HttpMethod.GET, uri)
                .compose(r -> r.send().onSuccess(answer -> {
                    answer.exceptionHandler(end::set);
                    answer.pause();
                }))
                .onFailure(end::set);
        return end;
    }

    private void awaitCutOff(String with, int count) {
        GatewaySlowClientsTest.awaitCutOff(gateway, with, count);
    }

    @Test
    void endsAStreamThatIsNotReadAndServesTheOthers() {
        AtomicReference<Throwable> end = readNothing("/api/large");

        awaitCutOff("reading", 1);
        await().until(() -> end.get() != null);
        assertThat(get("/api/hello")).isEqualTo("hello 0");
    }

    @Test
    void endsAStreamThatIsNotReadThoughTheServiceHasEndedItsAnswer() {
        AtomicReference<Throwable> end = readNothing("/api/medium");

        awaitCutOff("reading", 1);
        await().until(() -> end.get() != null);
    }

    @Test
    void endsTheStreamsOfAConnectionThatIsGivenNoMoreLeave() {
        client = gateway.vertx.createHttpClient(
                GatewayFixture.http2().setInitialSettings(new Http2Settings().setInitialWindowSize(1024 * 1024)),
                new PoolOptions().setHttp2MaxSize(1));
        AtomicReference<Throwable> end = readNothing("/api/medium");

        awaitCutOff("reading", 1);
        await().until(() -> end.get() != null);
        assertThat(get("/api/hello")).isEqualTo("hello 0");
    }

    @Test
    void leavesAStreamAloneThatHasNothingToSend() {
        StringBuffer read = new StringBuffer();
        Future<Void> ended = request(HttpMethod.GET, "/api/events")
                .compose(HttpClientRequest::send)
                .compose(r -> {
                    r.handler(chunk -> read.append(chunk));
                    return r.end();
                });
        await().until(() -> read.toString().equals("first"));
        readNothing("/api/large");

        awaitCutOff("reading", 1);
        stream.get().end("second");

        Await.done(ended);
        assertThat(read).hasToString("firstsecond");
    }

    @Test
    void sendsAllToAClientThatReads() {
        byte[] all = new byte[8 * 1024 * 1024];
        gateway.instance("eight", r -> r.response().end(Buffer.buffer(all)));

        long read = Await.result(request(HttpMethod.GET, "/api/eight")
                .compose(HttpClientRequest::send)
                .compose(r -> {
                    LongAdder bytes = new LongAdder();
                    r.handler(chunk -> bytes.add(chunk.length()));
                    return r.end().map(v -> bytes.sum());
                }));

        assertThat(read).isEqualTo(all.length);
        awaitCutOff("reading", 0);
    }

    private void route(String limits) {
        gateway.mesh.route(
                "slow",
                """
                {"match": {"path": "/slow/**"}, "targets": [{"service": "hello"}], "policy": {"limits": %s}}"""
                        .formatted(limits));
        await().until(() -> get("/slow").equals("hello 0"));
    }

    @Test
    void givesUpABodyThatStopsComing() {
        route("{\"body_idle\": 0.3}");

        GatewayFixture.Answer answer =
                Await.result(request(HttpMethod.POST, "/slow").compose(r -> {
                    r.setChunked(true).write("a");
                    return answer(r.response());
                }));

        assertThat(answer.status()).isEqualTo(408);
        assertThat(answer.code()).isEqualTo("request-timeout");
        assertThat(get("/slow")).isEqualTo("hello 0");
    }

    @Test
    void givesUpABodyThatDrips() {
        route("{\"body_idle\": 1.5, \"min_rate\": 1000}");

        GatewayFixture.Answer answer =
                Await.result(request(HttpMethod.POST, "/slow").compose(r -> {
                    r.setChunked(true).exceptionHandler(e -> {});
                    long timer = gateway.vertx.setPeriodic(50, t -> r.write("a"));
                    return answer(r.response()).onComplete(v -> gateway.vertx.cancelTimer(timer));
                }));

        assertThat(answer.status()).isEqualTo(408);
        assertThat(answer.text()).contains("1000 bytes a second at least");
        awaitCutOff("body", 1);
    }

    @Test
    void givesUpABodyThatDoesNotComeThoughTheServiceGaveLeave() {
        GatewaySlowClientsTest.serveLenient(gateway);
        await().until(() -> get("/lenient").equals("taken"));
        AtomicReference<Boolean> leave = new AtomicReference<>(false);

        GatewayFixture.Answer answer =
                Await.result(request(HttpMethod.POST, "/lenient").compose(r -> {
                    r.putHeader("content-length", "5").putHeader("expect", "100-continue");
                    r.continueHandler(v -> leave.set(true));
                    r.sendHead();
                    return answer(r.response());
                }));

        assertThat(leave.get()).isTrue();
        assertThat(answer.status()).isEqualTo(408);
    }
}
