package io.lotse.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import io.vertx.core.json.JsonObject;

/** A {@link NamedService} that chose its port itself and never sends a heartbeat: it lives by its health check. */
final class OwnPortService {
    private final Process process;
    private final int port;
    private final String id;

    private OwnPortService(Process process, int port, String id) {
        this.process = process;
        this.port = port;
        this.id = id;
    }

    /** Waits until a started service listens, and registers it. */
    static OwnPortService register(NodeProcess node, Process started, String service) {
        int port = portOf(started);
        JsonObject wish =
                new JsonObject().put("service_name", service).put("port", port).put("health_path", "/health");
        String answer =
                Http.post(node.control() + "/api/v1/ipmanager/register", wish).body();
        String id = new JsonObject(answer).getString("service_id");
        if (id == null) {
            throw new AssertionError(service + " was not registered: " + answer);
        }
        return new OwnPortService(started, port, id);
    }

    private static int portOf(Process started) {
        BufferedReader out = started.inputReader(StandardCharsets.UTF_8);
        try {
            return Integer.parseInt(out.readLine().replace("listening ", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String id() {
        return id;
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /** Asks the service itself, past the mesh. */
    String ask(String path) {
        return Http.get("http://127.0.0.1:" + port + path).body();
    }

    /** From now on its health check says this. */
    void become(String health) {
        ask("/become/" + health);
    }

    /** kill -9. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
