package io.lotse.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What requests leave in the access log. */
class GatewayAccessLogTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private final GatewayFixture gateway = GatewayFixture.patient();
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private int port;

    @BeforeEach
    void start() {
        port = gateway.startLogging(new GatewayConfig.AccessLog(false, 1, Duration.ofSeconds(1), false, lines::add));
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private JsonObject line() {
        await().until(() -> !lines.isEmpty());
        return new JsonObject(lines.remove());
    }

    @Test
    void tellsWhatARequestWasAndWhatBecameOfIt() {
        HttpServer upstream =
                gateway.instance("s", r -> r.response().setStatusCode(201).end("12345"));

        gateway.getFrom(
                port,
                "/api/s/a?token=secret",
                Map.of(
                        "traceparent", "00-" + TRACE + "-b7ad6b7169203331-01",
                        "X-Request-Id", "id-1",
                        "User-Agent", "test \"quoted\"",
                        "Referer", "https://shop.example/"));

        JsonObject line = line();
        assertThat(line.getMap())
                .containsEntry("client", "127.0.0.1")
                .containsEntry("method", "GET")
                .containsEntry("host", "127.0.0.1:" + port)
                .containsEntry("path", "/api/s/a")
                .containsEntry("protocol", "HTTP/1.1")
                .containsEntry("status", 201)
                .containsEntry("outcome", "answered")
                .containsEntry("bytes_in", 0)
                .containsEntry("bytes_out", 5)
                .containsEntry("upstream", "127.0.0.1:" + upstream.actualPort())
                .containsEntry("tries", 1)
                .containsEntry("route", "s")
                .containsEntry("environment", "development")
                .containsEntry("request_id", "id-1")
                .containsEntry("trace_id", TRACE)
                .containsEntry("user_agent", "test \"quoted\"")
                .containsEntry("referer", "https://shop.example/");
        assertThat(line.getDouble("first_byte_ms")).isPositive().isLessThanOrEqualTo(line.getDouble("duration_ms"));
    }

    @Test
    void countsTheTriesOfARequest() {
        gateway.instance("s", r -> r.response().setStatusCode(503).end());
        gateway.instance("s", r -> r.response().setStatusCode(503).end());
        gateway.mesh.route(
                "r",
                """
                {"match": {"path": "/r/**"}, "targets": [{"service": "s"}],
                 "policy": {"retries": {"attempts": 1, "backoff": 0.001}}}""");

        gateway.getFrom(port, "/r/");

        assertThat(line().getMap())
                .containsEntry("tries", 2)
                .containsEntry("route", "r")
                .containsEntry("status", 503);
    }

    @Test
    void tellsWhatTheCacheAnswered() {
        gateway.instance(
                "s", r -> r.response().putHeader("Cache-Control", "max-age=60").end("kept"));
        gateway.mesh.route(
                "r",
                "{\"match\": {\"path\": \"/r\"}, \"targets\": [{\"service\": \"s\"}], \"policy\": {\"cache\": {}}}");

        gateway.getFrom(port, "/r");
        gateway.getFrom(port, "/r");

        assertThat(line().getString("cache")).contains("fwd=uri-miss");
        JsonObject kept = line();
        assertThat(kept.getString("cache")).contains("hit");
        assertThat(kept.getMap()).containsEntry("tries", 0).doesNotContainKeys("upstream", "first_byte_ms");
    }

    @Test
    void tellsOfRequestsThatNobodyTook() throws IOException {
        gateway.getFrom(port, "/api/nobody/");
        assertThat(line().getInteger("status")).isGreaterThanOrEqualTo(400);

        try (RawConnection raw = new RawConnection(new Socket(InetAddress.getLoopbackAddress(), port))) {
            raw.send("GET /a HTTP/1.1\r\nHost: h\r\nBad Header: 1\r\n\r\n").readAll();
        }

        assertThat(line().getMap()).containsEntry("status", 400).containsEntry("outcome", "failed");
    }

    @Test
    void tellsOfClientsThatLeftBeforeTheirAnswer() throws IOException {
        gateway.instance("s", r -> {});

        try (RawConnection raw = new RawConnection(new Socket(InetAddress.getLoopbackAddress(), port))) {
            raw.send("GET /api/s/ HTTP/1.1\r\nHost: h\r\n\r\n");
            await().until(() -> gateway.metrics.scrape().contains("instance_requests_total{instance=\"s-1\""));
        }

        assertThat(line().getMap()).containsEntry("status", 0).containsEntry("outcome", "client-left");
    }

    @Test
    void countsTheBytesOfARequestsBody() {
        gateway.instance("s", r -> r.body().onSuccess(b -> r.response().end()));

        Await.result(gateway.client
                .request(HttpMethod.POST, port, "127.0.0.1", "/api/s/")
                .compose(r -> r.send(Buffer.buffer("abc"))));

        assertThat(line().getMap()).containsEntry("bytes_in", 3).containsEntry("method", "POST");
    }

    @Test
    void writesWhatWaitsBeforeItEnds() {
        gateway.instance("s", r -> r.response().end());
        gateway.getFrom(port, "/api/s/");

        gateway.stopFirst();

        assertThat(lines).hasSize(1);
    }
}
