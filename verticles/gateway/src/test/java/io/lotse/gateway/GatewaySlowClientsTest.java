package io.lotse.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Clients of HTTP/1.1 that take their time to send or to read. */
class GatewaySlowClientsTest {
    static final int LARGE = 64 * 1024 * 1024;
    private static final GatewayConfig.Limits LIMITS =
            new GatewayConfig.Limits(16_384, 65_536, Duration.ofSeconds(10), Duration.ofMillis(300), 0, 0);

    private final GatewayFixture gateway = GatewayFixture.with(c -> c.withLimits(LIMITS));
    private final AtomicReference<HttpServerResponse> stream = new AtomicReference<>();

    @BeforeEach
    void start() {
        gateway.instance("hello", r -> r.body().onSuccess(body -> r.response().end("hello " + body.length())));
        gateway.instance("large", GatewaySlowClientsTest::sendLarge);
        gateway.instance("events", r -> {
            stream.set(r.response().setChunked(true));
            r.response().write("first");
        });
    }

    /** A service that gives leave to send a body, behind a route that waits for it for a moment only. */
    static void serveLenient(GatewayFixture gateway) {
        gateway.instance("lenient", r -> {
            if (r.headers().contains("expect")) {
                r.response().writeContinue();
            }
            r.body().onSuccess(body -> r.response().end("taken"));
        });
        gateway.mesh.route(
                "lenient",
                """
                {"match": {"path": "/lenient/**"}, "targets": [{"service": "lenient"}],
                 "policy": {"limits": {"body_idle": 0.3}}}""");
    }

    static void awaitCutOff(GatewayFixture gateway, String with, int count) {
        await().untilAsserted(() -> assertThat(List.of(gateway.metrics.scrape().split("\n")))
                .contains("lotse_gateway_slow_clients_total{with=\"" + with + "\"} " + count + ".0"));
    }

    static void sendLarge(HttpServerRequest request) {
        request.response().putHeader("content-length", "" + LARGE);
        sendMore(request.response(), LARGE);
    }

    private static void sendMore(HttpServerResponse to, int left) {
        Buffer chunk = Buffer.buffer(new byte[64 * 1024]);
        int rest = left;
        while (rest > 0 && !to.writeQueueFull()) {
            to.write(chunk);
            rest -= chunk.length();
        }
        int missing = rest;
        if (missing == 0) {
            to.end();
        } else {
            to.drainHandler(v -> sendMore(to, missing));
        }
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private RawConnection smallWindow() throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(8 * 1024);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.port));
        return new RawConnection(socket);
    }

    private void awaitNoConnection() {
        await().untilAsserted(() -> assertThat(gateway.metrics.scrape()).contains("lotse_gateway_connections 0.0\n"));
    }

    private void awaitCutOff(String with, int count) {
        awaitCutOff(gateway, with, count);
    }

    private static int readToTheEnd(RawConnection client) {
        int read = 0;
        try {
            byte[] buffer = new byte[64 * 1024];
            int n;
            while ((n = client.socket().getInputStream().read(buffer)) >= 0) {
                read += n;
            }
        } catch (IOException reset) {
            // as good as an end
        }
        return read;
    }

    @Test
    void cutsOffAClientThatReadsNothingOfItsAnswer() throws Exception {
        try (RawConnection client = smallWindow()) {
            client.send("GET /api/large HTTP/1.1", "Host: h", "", "");
            awaitCutOff("reading", 1);
            awaitNoConnection();
            assertThat(readToTheEnd(client)).isLessThan(LARGE);
        }
    }

    @Test
    void cutsOffAClientThatAsksOnAndOnAndReadsNothing() throws Exception {
        gateway.instance("medium", r -> r.response().end(Buffer.buffer(new byte[60_000])));
        try (RawConnection client = smallWindow()) {
            Awaitility.await()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> {
                        try {
                            client.send("GET /api/medium HTTP/1.1", "Host: h", "", "");
                            return false;
                        } catch (IOException cutOff) {
                            return true;
                        }
                    });
            awaitCutOff("reading", 1);
        }
    }

    @Test
    void sendsAllToAClientThatReads() throws Exception {
        try (RawConnection client = smallWindow()) {
            client.send("GET /api/large HTTP/1.1", "Host: h", "Connection: close", "", "");
            client.readHead();
            assertThat(readToTheEnd(client)).isEqualTo(LARGE);
        }
        awaitCutOff("reading", 0);
    }

    @Test
    void leavesAStreamAloneThatHasNothingToSend() throws Exception {
        try (RawConnection events = gateway.raw();
                RawConnection measure = smallWindow()) {
            events.send("GET /api/events HTTP/1.1", "Host: h", "", "");
            events.readUntil("first\r\n");
            // this one is cut off after the time that the other one has waited, too
            measure.send("GET /api/large HTTP/1.1", "Host: h", "", "");
            awaitCutOff("reading", 1);
            stream.get().end("second");
            assertThat(events.readUntil("second\r\n")).endsWith("second\r\n");
        }
    }

    @Test
    void cutsOffAWebSocketWhoseClientReadsNothing() throws Exception {
        gateway.instance("socket", r -> r.toWebSocket().onSuccess(socket -> {
            Buffer message = Buffer.buffer(new byte[32 * 1024]);
            socket.drainHandler(v -> sendUntilFull(socket, message));
            sendUntilFull(socket, message);
        }));
        try (RawConnection client = smallWindow()) {
            client.send(
                    "GET /api/socket HTTP/1.1",
                    "Host: h",
                    "Connection: Upgrade",
                    "Upgrade: websocket",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                    "",
                    "");
            assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
            awaitCutOff("reading", 1);
            awaitNoConnection();
        }
    }

    private static void sendUntilFull(ServerWebSocket socket, Buffer message) {
        while (!socket.writeQueueFull()) {
            socket.writeBinaryMessage(message);
        }
    }

    private void route(String limits) {
        gateway.mesh.route(
                "slow",
                """
                {"match": {"path": "/slow/**"}, "targets": [{"service": "hello"}], "policy": {"limits": %s}}"""
                        .formatted(limits));
        await().until(() -> gateway.get("/slow").status() == 200);
    }

    @Test
    void givesUpABodyThatDrips() throws Exception {
        route("{\"body_idle\": 1.5, \"min_rate\": 1000}");

        try (RawConnection client = gateway.raw()) {
            client.send("POST /slow HTTP/1.1", "Host: h", "Content-Length: 100000", "", "");
            await().pollInterval(Duration.ofMillis(50)).until(() -> {
                client.sendBytes("a");
                return client.socket().getInputStream().available() > 0;
            });
            assertThat(client.readUntil("}").toLowerCase(Locale.ROOT))
                    .contains(" 408 ", "request-timeout", "connection: close", "1000 bytes a second at least");
        }
        awaitCutOff("body", 1);
    }

    @Test
    void takesABodyThatComesFastEnough() throws Exception {
        route("{\"body_idle\": 1.5, \"min_rate\": 1000}");

        try (RawConnection client = gateway.raw();
                RawConnection measure = gateway.raw()) {
            client.send("POST /slow HTTP/1.1", "Host: h", "Content-Length: 1000000", "", "");
            measure.send("POST /slow HTTP/1.1", "Host: h", "Content-Length: 5", "", "a");
            AtomicInteger sent = new AtomicInteger();
            await().pollInterval(Duration.ofMillis(20)).until(() -> {
                client.sendBytes("a".repeat(1_000));
                sent.addAndGet(1_000);
                return measure.socket().getInputStream().available() > 0;
            });
            client.sendBytes("a".repeat(1_000_000 - sent.get()));
            assertThat(client.readUntil("hello 1000000")).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void givesUpABodyThatDoesNotComeThoughTheServiceGaveLeave() throws Exception {
        serveLenient(gateway);
        await().until(() -> gateway.get("/lenient").status() == 200);

        try (RawConnection client = gateway.raw()) {
            client.send("POST /lenient HTTP/1.1", "Host: h", "Content-Length: 5", "Expect: 100-continue", "", "");
            assertThat(client.readHead()).startsWith("HTTP/1.1 100 ");
            assertThat(client.readAll().toLowerCase(Locale.ROOT))
                    .contains(" 408 ", "request-timeout", "connection: close");
        }
    }

    @Test
    void givesUpAClientThatWaitsForLeaveForEver() throws Exception {
        gateway.mesh.route(
                "slow",
                """
                {"match": {"path": "/slow/**"}, "targets": [{"service": "hello"}],
                 "policy": {"limits": {"body_idle": 0.2}, "timeouts": {"first_byte": 0.3}}}""");
        await().until(() -> gateway.get("/slow").status() == 200);

        try (RawConnection client = gateway.raw()) {
            client.send("POST /slow HTTP/1.1", "Host: h", "Content-Length: 5", "Expect: 100-continue", "", "");
            assertThat(client.readAll().toLowerCase(Locale.ROOT))
                    .contains(" 408 ", "request-timeout", "connection: close");
        }
    }
}
