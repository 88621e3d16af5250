package io.lotse.observer;

import java.util.concurrent.atomic.AtomicLong;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;

/** Real listeners that behave as services should not. */
final class BadEndpoints {
    private final Vertx vertx;
    /** Bytes that the endless body wrote. */
    final AtomicLong written = new AtomicLong();

    BadEndpoints(Vertx vertx) {
        this.vertx = vertx;
    }

    Future<Integer> http() {
        return vertx.createHttpServer()
                .requestHandler(this::answer)
                .listen(0, "127.0.0.1")
                .map(HttpServer::actualPort);
    }

    /** Accepts connections and says what it is given; then is silent, or breaks off. */
    Future<Integer> tcp(String says, boolean breaksOff) {
        return vertx.createNetServer()
                .connectHandler(socket -> {
                    if (!says.isEmpty()) {
                        socket.write(says);
                    }
                    if (breaksOff) {
                        socket.close();
                    }
                })
                .listen(0, "127.0.0.1")
                .map(NetServer::actualPort);
    }

    /** Answers with a header that never ends. */
    Future<Integer> endlessHeaders() {
        return vertx.createNetServer()
                .connectHandler(socket -> {
                    socket.exceptionHandler(e -> {});
                    socket.write("HTTP/1.1 200 OK\r\nX-Long: ");
                    flood(socket);
                })
                .listen(0, "127.0.0.1")
                .map(NetServer::actualPort);
    }

    private void answer(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        response.exceptionHandler(e -> {});
        switch (request.path()) {
            case "/silent" -> {}
            case "/never-ends" -> response.setChunked(true).write("{\"status\":");
            case "/drips" -> {
                response.setChunked(true);
                drip(response);
            }
            case "/huge" -> {
                response.putHeader("Content-Length", "10000000000");
                flood(response);
            }
            case "/redirects" ->
                response.setStatusCode(302).putHeader("Location", "/redirects").end();
            case "/nonsense" ->
                response.putHeader("Content-Type", "application/json").end("{{{");
            case "/deep" -> response.end("{\"a\":".repeat(5_000));
            case "/breaks-off" -> {
                response.putHeader("Content-Length", "100").write("half");
                request.connection().close();
            }
            case "/ok" -> response.end("ok");
            case "/figures" -> response.end("process_cpu_usage 0.25\nprocess_resident_memory_bytes 1e6\n");
            default -> response.setStatusCode(404).end();
        }
    }

    private void drip(HttpServerResponse response) {
        vertx.setPeriodic(20, id -> {
            if (response.ended() || response.closed()) {
                vertx.cancelTimer(id);
            } else {
                response.write("x");
            }
        });
    }

    private void flood(HttpServerResponse response) {
        Buffer chunk = Buffer.buffer(new byte[16 * 1024]);
        while (!response.closed() && !response.writeQueueFull()) {
            response.write(chunk);
            written.addAndGet(chunk.length());
        }
        if (!response.closed()) {
            response.drainHandler(v -> flood(response));
        }
    }

    private static void flood(NetSocket socket) {
        Buffer chunk = Buffer.buffer("x".repeat(16 * 1024));
        while (!socket.writeQueueFull()) {
            socket.write(chunk);
        }
        socket.drainHandler(v -> flood(socket));
    }
}
