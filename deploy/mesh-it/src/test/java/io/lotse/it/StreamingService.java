package io.lotse.it;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;

/** A service that sends and takes much: {@code /down}, {@code /up}, {@code /events}, and a WebSocket that echoes. */
final class StreamingService implements AutoCloseable {
    private static final int MAX_MESSAGE = 4 << 20;

    private final Vertx vertx = Vertx.vertx();
    private final CompletableFuture<HttpServerResponse> events = new CompletableFuture<>();
    private final long length;
    private final Buffer block;
    private HttpServer server;

    private StreamingService(long length, byte[] block) {
        this.length = length;
        this.block = Buffer.buffer(block);
    }

    /**
     * Starts it on a free port of the loopback interface.
     *
     * @param length of what {@code /down} sends
     * @param block what it sends again and again
     */
    static StreamingService start(long length, byte[] block) {
        StreamingService service = new StreamingService(length, block);
        service.server = done(service.vertx
                .createHttpServer(new HttpServerOptions()
                        .setMaxWebSocketFrameSize(MAX_MESSAGE)
                        .setMaxWebSocketMessageSize(MAX_MESSAGE))
                .requestHandler(service::handle)
                .webSocketHandler(StreamingService::echo)
                .listen(0, "127.0.0.1"));
        return service;
    }

    int port() {
        return server.actualPort();
    }

    /** Sends an event to the client that listens, once it does. */
    void sendEvent(String text) {
        events.thenAccept(response -> response.write("data: " + text + "\n\n"));
    }

    @Override
    public void close() {
        done(vertx.close());
    }

    private void handle(HttpServerRequest request) {
        switch (request.path()) {
            case "/down" -> {
                request.response().putHeader("Content-Length", Long.toString(length));
                send(request.response(), length);
            }
            case "/up" -> take(request);
            case "/events" -> {
                HttpServerResponse response = request.response().setChunked(true);
                response.putHeader("Content-Type", "text/event-stream").writeHead();
                events.complete(response);
            }
            default -> request.response().setStatusCode(404).end();
        }
    }

    private void send(HttpServerResponse response, long left) {
        long rest = left;
        while (rest > 0) {
            if (response.writeQueueFull()) {
                long unsent = rest;
                response.drainHandler(v -> send(response, unsent));
                return;
            }
            response.write(block);
            rest -= block.length();
        }
        response.end();
    }

    private static void take(HttpServerRequest request) {
        CRC32 checksum = new CRC32();
        long[] taken = {0};
        request.handler(part -> {
            checksum.update(part.getBytes());
            taken[0] += part.length();
        });
        request.endHandler(v -> request.response().end(taken[0] + " " + checksum.getValue()));
    }

    private static void echo(ServerWebSocket socket) {
        socket.textMessageHandler(socket::writeTextMessage);
        socket.binaryMessageHandler(socket::writeBinaryMessage);
    }

    private static <T> T done(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
