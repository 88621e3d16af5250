package io.lotse.gateway;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class GatewayWebSocketTest {
    private static final String HANDSHAKE = String.join(
            "\r\n",
            "Host: h",
            "Upgrade: websocket",
            "Connection: keep-alive, Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "",
            "");

    private final CompletableFuture<ServerWebSocket> accepted = new CompletableFuture<>();
    private GatewayFixture gateway;
    /** Held: Vert.x closes a client, and its sockets, once nothing refers to it. */
    private WebSocketClient client;

    @BeforeEach
    void start() {
        gateway = GatewayFixture.patient();
        client = gateway.vertx.createWebSocketClient();
        HttpServer server = Await.result(gateway.vertx
                .createHttpServer()
                .webSocketHandler(socket -> {
                    socket.textMessageHandler(socket::writeTextMessage);
                    socket.binaryMessageHandler(socket::writeBinaryMessage);
                    accepted.complete(socket);
                })
                .listen(0, "127.0.0.1"));
        gateway.register("chat", server.actualPort());
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void passesMessagesBothWays() throws Exception {
        WebSocket socket = connect("/api/chat/room?x=1");
        BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        socket.textMessageHandler(messages::add);

        accepted.get(60, TimeUnit.SECONDS).writeTextMessage("welcome");
        Await.done(socket.writeTextMessage("ahoy"));

        assertThat(messages.poll(60, TimeUnit.SECONDS)).isEqualTo("welcome");
        assertThat(messages.poll(60, TimeUnit.SECONDS)).isEqualTo("ahoy");
        assertThat(accepted.get().uri()).isEqualTo("/room?x=1");
        assertThat(accepted.get().headers().get("x-forwarded-prefix")).isEqualTo("/api/chat");
    }

    @Test
    void passesALargeMessage() throws Exception {
        WebSocket socket = connect("/api/chat");
        CompletableFuture<Buffer> echoed = new CompletableFuture<>();
        socket.binaryMessageHandler(echoed::complete);
        Buffer message = Buffer.buffer(new byte[200_000]);

        Await.done(socket.writeBinaryMessage(message));

        assertThat(echoed.get(60, TimeUnit.SECONDS)).isEqualTo(message);
    }

    @Test
    void tellsTheClientWhenTheServiceCloses() throws Exception {
        WebSocket socket = connect("/api/chat");
        CompletableFuture<Short> closed = new CompletableFuture<>();
        socket.closeHandler(v -> closed.complete(socket.closeStatusCode()));

        accepted.get(60, TimeUnit.SECONDS).close((short) 4001);

        assertThat(closed.get(60, TimeUnit.SECONDS)).isEqualTo((short) 4001);
    }

    @Test
    void closesTheServicesSideWhenTheClientIsGone() throws Exception {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        try (RawConnection raw = gateway.raw()) {
            raw.send("GET /api/chat HTTP/1.1", HANDSHAKE);
            assertThat(raw.readHead())
                    .startsWith("HTTP/1.1 101 Switching Protocols\r\n")
                    .containsIgnoringCase("\r\nupgrade: websocket\r\n")
                    .containsIgnoringCase("\r\nconnection: upgrade\r\n")
                    .containsIgnoringCase("\r\nsec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n");
            accepted.get(60, TimeUnit.SECONDS).closeHandler(closed::complete);
        }

        assertThat(closed.get(60, TimeUnit.SECONDS)).isNull();
    }

    @Test
    void keepsWhatCameWithTheSwitch() throws IOException {
        try (RawUpstream eager = new RawUpstream(c -> {
                    c.readHead();
                    c.sendBytes(
                            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\nfirst");
                    c.sendBytes(c.readUntil("answer"));
                });
                RawConnection raw = gateway.raw()) {
            gateway.register("eager", eager.port());

            raw.send("GET /api/eager HTTP/1.1", HANDSHAKE);
            raw.readHead();

            assertThat(raw.readUntil("first")).isEqualTo("first");
            raw.sendBytes("answer");
            assertThat(raw.readAll()).isEqualTo("answer");
        }
    }

    @Test
    void passesARefusalAsAnOrdinaryAnswer() throws IOException {
        gateway.instance("plain", r -> r.response().setStatusCode(403).end("no sockets"));
        try (RawConnection raw = gateway.raw()) {
            for (int i = 0; i < 3; i++) {
                raw.send("GET /api/plain HTTP/1.1", HANDSHAKE);
                assertThat(raw.readUntil("no sockets")).startsWith("HTTP/1.1 403");
            }
        }
    }

    @Test
    void doesNotSwitchToWhatNobodyAskedFor() throws IOException {
        try (RawUpstream pushy = new RawUpstream(c -> {
                    c.readHead();
                    c.sendBytes("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n");
                    c.readAll();
                });
                RawConnection raw = gateway.raw()) {
            gateway.register("pushy", pushy.port());
            raw.send("GET /api/pushy HTTP/1.1", "Host: h", "Connection: close", "", "");

            assertThat(raw.readAll()).startsWith("HTTP/1.1 502").contains("upstream-failed");
        }
    }

    @Test
    void answersForASocketNobodyServes() throws IOException {
        gateway.register("gone", GatewayFixture.freePort());
        gateway.instance("silent", r -> {});
        try (RawConnection raw = gateway.raw()) {
            raw.send("GET /api/gone HTTP/1.1", HANDSHAKE);
            assertThat(raw.readUntil("}")).startsWith("HTTP/1.1 502").contains("upstream-refused");
            raw.send("GET /api/silent HTTP/1.1", HANDSHAKE);
            assertThat(raw.readUntil("}")).startsWith("HTTP/1.1 504").contains("upstream-timeout");
        }
    }

    private WebSocket connect(String uri) {
        return Await.result(client.connect(new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(gateway.port)
                .setURI(uri)));
    }
}
