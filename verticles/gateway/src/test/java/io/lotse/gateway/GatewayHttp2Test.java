package io.lotse.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.StreamResetException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.lotse.gateway.GatewayFixture.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Clients that speak HTTP/2 over TLS, on one connection, to services that speak HTTP/1.1. */
class GatewayHttp2Test {
    private final GatewayFixture gateway = GatewayFixture.patient();

    @TempDir
    private Path folder;

    private HttpClient client;
    private int port;

    @BeforeEach
    void start() throws IOException {
        GatewayConfig.Tls tls = GatewayFixture.tls(folder);
        GatewayVerticle verticle = gateway.verticle(
                new GatewayConfig("127.0.0.1", 0, GatewayFixture.HOST, "development", null).withTls(tls));
        Await.done(gateway.vertx.deployVerticle(verticle));
        port = verticle.tlsPort();
        client = gateway.vertx.createHttpClient(GatewayFixture.http2(), new PoolOptions().setHttp2MaxSize(1));
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private Future<HttpClientRequest> request(HttpMethod method, String uri) {
        return client.request(method, port, "127.0.0.1", uri);
    }

    private GatewayFixture.Answer get(String uri) {
        return Await.result(request(HttpMethod.GET, uri).compose(r -> answer(r.send())));
    }

    @Test
    void servesRequestsAndTellsServicesHowTheyCame() {
        gateway.instance("hello", r -> r.response()
                .putHeader("Keep-Alive", "timeout=5")
                .putHeader("X-Mixed-Case", "yes")
                .end(r.version() + " " + r.getHeader("host") + " " + r.getHeader("via") + " "
                        + r.getHeader("x-forwarded-proto") + " " + r.getHeader("transfer-encoding")));

        GatewayFixture.Answer answer = get("/api/hello");

        assertThat(answer.head().version()).isEqualTo(HttpVersion.HTTP_2);
        assertThat(answer.text()).isEqualTo("HTTP_1_1 127.0.0.1:" + port + " 2.0 lotse https null");
        assertThat(answer.head().getHeader("x-mixed-case")).isEqualTo("yes");
        assertThat(answer.head().headers().contains("keep-alive")).isFalse();
        assertThat(answer.head().headers().contains("connection")).isFalse();
    }

    @Test
    void putsCookiesTogetherThatCameOneByOne() {
        gateway.instance(
                "hello", r -> r.response().end(String.join("|", r.headers().getAll("cookie"))));

        GatewayFixture.Answer answer =
                Await.result(request(HttpMethod.GET, "/api/hello").compose(r -> {
                    r.headers().add("cookie", "a=1").add("cookie", "b=2");
                    return answer(r.send());
                }));

        assertThat(answer.text()).isEqualTo("a=1; b=2");
    }

    @Test
    void carriesBodiesOfKnownAndUnknownLengthBothWays() {
        gateway.instance("echo", r -> r.body().onSuccess(body -> {
            if (r.getHeader("content-length") == null) {
                r.response().setChunked(true).write(body);
                r.response().end();
            } else {
                r.response().end(body);
            }
        }));
        byte[] bytes = new byte[3_000_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31 >> 3);
        }
        Buffer body = Buffer.buffer(bytes);

        GatewayFixture.Answer known =
                Await.result(request(HttpMethod.POST, "/api/echo").compose(r -> answer(r.send(body))));
        assertThat(known.body()).isEqualTo(body);
        GatewayFixture.Answer unknown =
                Await.result(request(HttpMethod.POST, "/api/echo").compose(r -> {
                    r.setChunked(true);
                    r.write(body.slice(0, 1_000_000));
                    r.write(body.slice(1_000_000, bytes.length));
                    r.end();
                    return answer(r.response());
                }));
        assertThat(unknown.body()).isEqualTo(body);
    }

    @Test
    void servesManyRequestsOfOneConnectionAtOnce() {
        gateway.instance(
                "hello", r -> gateway.vertx.setTimer(20, t -> r.response().end(r.uri())));

        List<Future<GatewayFixture.Answer>> answers = new ArrayList<>();
        IntStream.range(0, 200)
                .forEach(i ->
                        answers.add(request(HttpMethod.GET, "/api/hello/" + i).compose(r -> answer(r.send()))));

        for (int i = 0; i < answers.size(); i++) {
            assertThat(Await.result(answers.get(i)).text()).isEqualTo("/" + i);
        }
    }

    @Test
    void refusesOneRequestAndServesTheOthersOfTheConnection() {
        gateway.instance("hello", r -> r.response().end("hello"));
        gateway.mesh.route(
                "closed",
                """
                {"match": {"path": "/closed"}, "answer": {"status": 403, "body": "no"}}""");

        GatewayFixture.Answer unknown = get("/api/nobody");
        assertThat(unknown.code()).isEqualTo("unknown-service");
        GatewayFixture.Answer refused =
                Await.result(request(HttpMethod.POST, "/closed").compose(r -> {
                    r.setChunked(true);
                    r.write(Buffer.buffer(new byte[100_000]));
                    return answer(r.response());
                }));
        assertThat(refused.status()).isEqualTo(403);
        HttpClientRequest open = Await.result(request(HttpMethod.GET, "/api/hello"));
        assertThat(Await.result(answer(open.send())).text()).isEqualTo("hello");
        assertThat(open.version()).isEqualTo(HttpVersion.HTTP_2);
    }

    @Test
    void refusesFieldsOfConnections() {
        gateway.instance("hello", r -> r.response().end("hello"));

        Future<HttpClientResponse> refused = request(HttpMethod.GET, "/api/hello")
                .compose(r -> r.putHeader("te", "gzip").send());
        await().until(refused::isComplete);

        assertThat(refused.cause()).isInstanceOf(StreamResetException.class);
        assertThat(get("/api/hello").status()).isEqualTo(200);
    }

    @Test
    void endsAtTheServiceWhatTheClientGaveUp() {
        AtomicBoolean ended = new AtomicBoolean();
        AtomicBoolean asked = new AtomicBoolean();
        gateway.instance("slow", r -> {
            asked.set(true);
            r.response().exceptionHandler(e -> ended.set(true));
            r.response().closeHandler(v -> ended.set(true));
        });

        HttpClientRequest given = Await.result(request(HttpMethod.GET, "/api/slow"));
        given.response().onFailure(e -> {});
        given.end();
        await().untilTrue(asked);
        given.reset();

        await().untilTrue(ended);
        assertThat(get("/api/nobody").code()).isEqualTo("unknown-service");
    }

    @Test
    void cutsOffAStreamWhoseServiceBreaksOff() {
        gateway.instance("broken", r -> {
            r.response().putHeader("content-length", "10").write("half");
            r.connection().close();
        });

        Future<Buffer> body = request(HttpMethod.GET, "/api/broken")
                .compose(HttpClientRequest::send)
                .compose(HttpClientResponse::body);

        await().until(body::isComplete);
        assertThat(body.failed()).isTrue();
        assertThat(get("/api/nobody").code()).isEqualTo("unknown-service");
    }

    @Test
    void compressesForClientsThatAcceptIt() throws IOException {
        String text = "and all the king's men, ".repeat(100);
        gateway.instance("s", r -> r.response()
                .putHeader("content-type", "text/plain")
                .putHeader("etag", "\"v1\"")
                .putHeader("content-length", Integer.toString(text.length()))
                .end(text));
        gateway.mesh.route(
                "r",
                """
                {"match": {"path": "/r/**"}, "targets": [{"service": "s"}], "policy": {"compression": {}}}""");

        GatewayFixture.Answer answer = Await.result(request(HttpMethod.GET, "/r")
                .compose(r -> answer(r.putHeader("accept-encoding", "gzip").send())));
        assertThat(answer.head().version()).isEqualTo(HttpVersion.HTTP_2);
        assertThat(answer.head().getHeader("content-encoding")).isEqualTo("gzip");
        assertThat(answer.head().getHeader("vary")).isEqualTo("accept-encoding");
        assertThat(answer.head().getHeader("etag")).isEqualTo("W/\"v1\"");
        assertThat(answer.head().headers().contains("content-length")).isFalse();
        assertThat(new String(CompressorsTest.unzip(answer.body()), StandardCharsets.UTF_8))
                .isEqualTo(text);
        GatewayFixture.Answer head = Await.result(request(HttpMethod.HEAD, "/r")
                .compose(r -> answer(r.putHeader("accept-encoding", "gzip").send())));
        assertThat(head.head().getHeader("content-encoding")).isEqualTo("gzip");
        assertThat(head.head().headers().contains("content-length")).isFalse();
        assertThat(get("/r").text()).isEqualTo(text);
    }
}
