package io.lotse.testsupport;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;

/**
 * Speaks Docker's Engine API on a socket of the file system: its version, the list of containers, and events as they are
 * streamed, in chunks, for as long as the client stays. And what an engine does on a bad day.
 */
public final class DockerEngine implements AutoCloseable {
    private final Vertx vertx;
    private final Path socket;
    private final Map<String, JsonObject> containers = new ConcurrentSkipListMap<>();
    private final List<HttpServerResponse> streams = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Map<String, Answer> badDays = new ConcurrentHashMap<>();
    private HttpServer server;

    /** How a request is answered on a bad day. */
    @FunctionalInterface
    public interface Answer {
        void to(HttpServerRequest request);
    }

    /** @param socket a file that there is not yet; its path has at most a hundred characters */
    public DockerEngine(Vertx vertx, Path socket) {
        this.vertx = vertx;
        this.socket = socket;
    }

    /** Listens; blocks until it does. */
    public DockerEngine start() {
        server = Bus.wait(vertx.createHttpServer()
                .requestHandler(this::answer)
                .listen(SocketAddress.domainSocketAddress(socket.toString())));
        return this;
    }

    /** Ends as an engine that is killed: all connections break. */
    public void stop() {
        Bus.wait(server.close());
        streams.clear();
    }

    @Override
    public void close() {
        stop();
    }

    /** A container is started; nobody is told. */
    public void has(JsonObject container) {
        containers.put(container.getString("Id"), container);
    }

    /** A container is started. */
    public void run(JsonObject container) {
        has(container);
        tell("start", container.getString("Id"));
    }

    /** A container ends. */
    public void die(String id) {
        containers.remove(id);
        tell("die", id);
    }

    /** A container ends; nobody is told. */
    public void forget(String id) {
        containers.remove(id);
    }

    /** What its list says of a container changes. */
    public void change(String id, String event, String key, Object value) {
        containers.computeIfPresent(id, (same, container) -> container.copy().put(key, value));
        tell(event, id);
    }

    /** Sends an event to all who listen. */
    public void tell(String action, String id) {
        send(event(action, id).encode() + "\n");
    }

    /** Sends whatever this is, as one chunk. */
    public void send(String text) {
        vertx.runOnContext(v -> streams.forEach(stream -> stream.write(Buffer.buffer(text))));
    }

    /** Ends the streams of events, as a proxy in between does; no event was lost. */
    public void cutStreams() {
        List<HttpServerResponse> cut = new ArrayList<>(streams);
        streams.removeAll(cut);
        vertx.runOnContext(v -> cut.forEach(stream -> stream.reset()));
    }

    /** How many listen to events. */
    public int listeners() {
        return streams.size();
    }

    /** The paths that were asked for, each with its query. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    /** From now on requests whose path ends so are answered in another way; null for the usual one. */
    public void onABadDay(String path, Answer answer) {
        if (answer == null) {
            badDays.remove(path);
        } else {
            badDays.put(path, answer);
        }
    }

    /** An event as engines tell it. */
    public static JsonObject event(String action, String id) {
        return new JsonObject()
                .put("status", action)
                .put("id", id)
                .put("Type", "container")
                .put("Action", action)
                .put("Actor", new JsonObject().put("ID", id).put("Attributes", new JsonObject().put("image", "nginx")))
                .put("scope", "local")
                .put("time", 1_767_225_600)
                .put("timeNano", 1_767_225_600_000_000_000L);
    }

    private void answer(HttpServerRequest request) {
        asked.add(request.uri());
        for (Map.Entry<String, Answer> bad : badDays.entrySet()) {
            if (request.path().endsWith(bad.getKey())) {
                bad.getValue().to(request);
                return;
            }
        }
        HttpServerResponse response = request.response().putHeader("Content-Type", "application/json");
        if (request.path().equals("/version")) {
            response.end(new JsonObject()
                    .put("Version", "24.0.7")
                    .put("ApiVersion", "1.43")
                    .put("MinAPIVersion", "1.12")
                    .encode());
        } else if (request.path().equals("/v1.43/containers/json")) {
            response.end(new JsonArray(List.copyOf(containers.values())).encode());
        } else if (request.path().equals("/v1.43/events")) {
            response.setChunked(true).writeHead();
            streams.add(response);
            response.closeHandler(v -> streams.remove(response));
        } else {
            response.setStatusCode(404)
                    .end(new JsonObject().put("message", "page not found").encode());
        }
    }
}
