package io.lotse.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Services that say that they speak HTTP/2 without TLS, asked by clients that speak HTTP/1.1. */
class GatewayHttp2UpstreamTest {
    private final GatewayFixture gateway = GatewayFixture.patient();

    @AfterEach
    void close() {
        gateway.close();
    }

    private HttpServer http2(String id, String service, Handler<HttpServerRequest> handler) {
        HttpServer server = gateway.upstream(handler);
        gateway.mesh.register(id, service, server.actualPort(), Map.of("protocol", "h2c"));
        return server;
    }

    @Test
    void asksByHttp2WhoSaysThatItSpeaksIt() {
        http2("i1", "hello", r -> r.response()
                .end(r.version() + " " + r.authority() + " " + r.getHeader("host") + " " + r.getHeader("connection")
                        + " " + r.getHeader("te") + " " + r.getHeader("via")));

        GatewayFixture.Answer answer = gateway.get("/api/hello", Map.of("te", "trailers", "connection", "te"));

        assertThat(answer.text()).isEqualTo("HTTP_2 127.0.0.1:" + gateway.port + " null null trailers 1.1 lotse");
        assertThat(answer.head().getHeader("via")).isEqualTo("2.0 lotse");
    }

    @Test
    void letsManyRequestsShareFewConnections() {
        Set<Object> connections = ConcurrentHashMap.newKeySet();
        List<HttpServerRequest> waiting = new ArrayList<>();
        http2("i1", "hello", r -> {
            connections.add(r.connection());
            synchronized (waiting) {
                waiting.add(r);
            }
        });
        var client = gateway.vertx.createHttpClient(new io.vertx.core.http.PoolOptions().setHttp1MaxSize(300));

        List<Future<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            answers.add(client.request(HttpMethod.GET, gateway.port, "127.0.0.1", "/api/hello")
                    .compose(r -> r.send())
                    .map(r -> r.statusCode()));
        }
        await().until(() -> {
            synchronized (waiting) {
                return waiting.size() == 300;
            }
        });
        waiting.forEach(r -> r.response().end());

        answers.forEach(a -> assertThat(Await.result(a)).isEqualTo(200));
        assertThat(connections).hasSizeLessThanOrEqualTo(16);
        Await.done(client.close());
    }

    @Test
    void carriesBodiesBothWays() {
        http2("i1", "echo", r -> {
            r.response().putHeader("x-length", String.valueOf(r.getHeader("content-length")));
            r.pipe().to(r.response());
        });
        Buffer body = Buffer.buffer(new byte[3_000_000]);

        GatewayFixture.Answer known = gateway.send(HttpMethod.POST, "/api/echo", body);
        assertThat(known.body()).isEqualTo(body);
        assertThat(known.head().getHeader("x-length")).isEqualTo("3000000");
        GatewayFixture.Answer small = gateway.send(HttpMethod.PUT, "/api/echo", Buffer.buffer("small"));
        assertThat(small.text()).isEqualTo("small");
        assertThat(gateway.get("/api/echo").status()).isEqualTo(200);
    }

    @Test
    void passesTrailersOfAnswersOn() {
        http2("i1", "hello", r -> {
            r.response().putTrailer("x-sum", "42").write("hello");
            r.response().end();
        });

        assertThat(gateway.get("/api/hello").head().trailers().get("x-sum")).isEqualTo("42");
    }

    @Test
    void resetsTheStreamOfAClientThatLeftAndGoesOnWithTheConnection() {
        Set<Object> connections = ConcurrentHashMap.newKeySet();
        AtomicBoolean asked = new AtomicBoolean();
        AtomicBoolean ended = new AtomicBoolean();
        http2("i1", "slow", r -> {
            connections.add(r.connection());
            if (r.path().equals("/fast")) {
                r.response().end("fast");
                return;
            }
            r.response().exceptionHandler(e -> ended.set(true));
            asked.set(true);
        });

        var given = Await.result(gateway.client.request(HttpMethod.GET, gateway.port, "127.0.0.1", "/api/slow"));
        given.response().onFailure(e -> {});
        given.end();
        await().untilTrue(asked);
        given.connection().close();

        await().untilTrue(ended);
        assertThat(gateway.get("/api/slow/fast").text()).isEqualTo("fast");
        assertThat(connections).hasSize(1);
    }

    @Test
    void sendsWhatAnInstanceRefusedToAnother() {
        AtomicInteger refused = new AtomicInteger();
        http2("i1", "hello", r -> {
            refused.incrementAndGet();
            r.response().reset(7);
        });
        http2("i2", "hello", r -> r.response().end("other"));

        for (int i = 0; i < 4; i++) {
            assertThat(gateway.get("/api/hello").text()).isEqualTo("other");
        }
        assertThat(refused).hasPositiveValue();
    }

    @Test
    void sendsWhatAKilledInstanceHadNotAnsweredToAnother() {
        http2("i1", "hello", r -> r.connection().close());
        http2("i2", "hello", r -> r.response().end("other"));

        for (int i = 0; i < 4; i++) {
            assertThat(gateway.get("/api/hello").text()).isEqualTo("other");
        }
    }

    @Test
    void tellsOfAnInstanceThatSpeaksNoHttp2() {
        HttpServer old = Await.result(gateway.vertx
                .createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
                .requestHandler(r -> r.response().end("old"))
                .listen(0, "127.0.0.1"));
        gateway.mesh.register("i1", "old", old.actualPort(), Map.of("protocol", "h2c"));

        assertThat(gateway.get("/api/old").code()).isEqualTo("upstream-refused");
    }

    @Test
    void learnsThatAnInstanceWasRegisteredAgainWithAnotherProtocol() {
        HttpServer server = gateway.upstream(r -> r.response().end(r.version().toString()));
        gateway.mesh.register("i1", "hello", server.actualPort(), Map.of());
        assertThat(gateway.get("/api/hello").text()).isEqualTo("HTTP_1_1");

        gateway.mesh.register("i1", "hello", server.actualPort(), Map.of("protocol", "grpc"));
        await().untilAsserted(() -> assertThat(gateway.get("/api/hello").text()).isEqualTo("HTTP_2"));
    }

    @Test
    void doesNotLetASlowReaderHoldUpOthersOfTheConnection() {
        Buffer much = Buffer.buffer(new byte[4_000_000]);
        http2("i1", "files", r -> r.response().end(r.path().equals("/much") ? much : Buffer.buffer("little")));

        List<io.vertx.core.http.HttpClientResponse> slow = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            slow.add(Await.result(gateway.client
                    .request(new RequestOptions()
                            .setHost("127.0.0.1")
                            .setPort(gateway.port)
                            .setURI("/api/files/much"))
                    .compose(r -> r.send())
                    .map(r -> {
                        r.pause();
                        return r;
                    })));
        }

        assertThat(gateway.get("/api/files/little").text()).isEqualTo("little");
        slow.forEach(r -> {
            Future<Buffer> body = r.body();
            r.resume();
            assertThat(Await.result(body).length()).isEqualTo(much.length());
        });
    }
}
