package io.lotse.control;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Future;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.registry.EndpointQuery;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstanceChange;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.contracts.registry.RegistryContract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The event bus as a browser has it: frames of the SockJS bridge over a WebSocket. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BusBridgeTest {
    private static final Instance INSTANCE =
            Instance.of(ControlNode.instance("orders-1", "orders", InstanceStatus.ACTIVE, "test"), 8201, true, null, 7);

    private ControlNode node;
    /** Held: Vert.x closes a client, and its sockets, once nothing refers to it. */
    private WebSocketClient client;

    @BeforeAll
    void start() {
        node = new ControlNode();
        client = node.vertx.createWebSocketClient();
        done(RegistryContract.ENDPOINT
                .serve(node.vertx.eventBus(), query -> Future.succeededFuture(INSTANCE))
                .completion());
    }

    @AfterAll
    void stop() {
        node.close();
    }

    @Test
    void answersAnOperationThatIsOpen() throws Exception {
        BlockingQueue<JsonObject> frames = new LinkedBlockingQueue<>();
        WebSocket socket = connect(frames, "http://127.0.0.1:" + node.port());

        ask(socket);

        JsonObject frame = frames.poll(60, TimeUnit.SECONDS);
        assertThat(frame.getString("address")).isEqualTo("answer-1");
        assertThat(frame.getJsonObject("body").getString("service_id")).isEqualTo("orders-1");
    }

    @Test
    void refusesAnOperationThatIsNot() throws Exception {
        BlockingQueue<JsonObject> frames = new LinkedBlockingQueue<>();
        WebSocket socket = connect(frames, null);

        send(
                socket,
                new JsonObject()
                        .put("type", "send")
                        .put("address", RegistryContract.DEREGISTER.address())
                        .put("replyAddress", "answer-1")
                        .put("body", new JsonObject().put("service_id", "orders-1")));

        assertThat(frames.poll(60, TimeUnit.SECONDS).getString("body")).isEqualTo("access_denied");
    }

    @Test
    void tellsEventsOfTheMesh() throws Exception {
        BlockingQueue<JsonObject> frames = new LinkedBlockingQueue<>();
        WebSocket socket = connect(frames, null);
        String address = RegistryContract.INSTANCE_REGISTERED.address();
        send(socket, new JsonObject().put("type", "register").put("address", address));
        // frames are worked off in their order: the answer says that the one before was, too
        ask(socket);
        assertThat(frames.poll(60, TimeUnit.SECONDS).getString("address")).isEqualTo("answer-1");

        RegistryContract.INSTANCE_REGISTERED.publish(
                node.vertx.eventBus(), new InstanceChange(INSTANCE, "registered", ControlNode.NOON));

        JsonObject frame = frames.poll(60, TimeUnit.SECONDS);
        assertThat(frame.getString("address")).isEqualTo(address);
        assertThat(frame.getJsonObject("body").getJsonObject("instance").getString("service_name"))
                .isEqualTo("orders");
    }

    @Test
    void refusesThePageOfAnotherOrigin() {
        assertThatThrownBy(() -> connect(new LinkedBlockingQueue<>(), "http://evil.example"))
                .hasRootCauseInstanceOf(UpgradeRejectedException.class)
                .rootCause()
                .extracting(e -> ((UpgradeRejectedException) e).getStatus())
                .isEqualTo(403);
    }

    private WebSocket connect(BlockingQueue<JsonObject> frames, String origin) {
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(node.port())
                .setURI("/api/v1/eventbus/websocket");
        if (origin != null) {
            options.addHeader("Origin", origin);
        }
        return done(
                client.connect(options).onSuccess(socket -> socket.handler(frame -> frames.add(frame.toJsonObject()))));
    }

    private static void ask(WebSocket socket) {
        send(
                socket,
                new JsonObject()
                        .put("type", "send")
                        .put("address", RegistryContract.ENDPOINT.address())
                        .put("replyAddress", "answer-1")
                        .put("body", ContractCodec.encode(new EndpointQuery("orders"))));
    }

    private static void send(WebSocket socket, JsonObject frame) {
        done(socket.writeTextMessage(frame.encode()));
    }

    private static <T> T done(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }
}
