package io.lotse.control;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * One client that hears what happens. What it does not take at once waits, up to a bound; then it is cut off. It comes
 * back with the id of the last event that it heard.
 */
final class ChangeStream {
    /** So much waits for a client, in bytes. */
    static final int MOST_WAITING_BYTES = 1024 * 1024;

    private static final long LAST_WORDS_MILLIS = 3_000;

    private final HttpConnection connection;
    private final HttpServerResponse response;
    private final Deque<Buffer> waiting = new ArrayDeque<>();
    private final Consumer<ChangeStream> onEnd;
    private final Vertx vertx;
    private final Buffer lastWords;
    private int waitingBytes;
    private boolean ending;

    /**
     * @param onEnd told when the client is gone or cut off
     * @param lastWords told to a client that is cut off, if it reads on within 3 s
     */
    ChangeStream(HttpServerRequest request, Consumer<ChangeStream> onEnd, Vertx vertx, Buffer lastWords) {
        this.connection = request.connection();
        this.response = request.response();
        this.onEnd = onEnd;
        this.vertx = vertx;
        this.lastWords = lastWords;
        response.closeHandler(v -> onEnd.accept(this));
        response.exceptionHandler(e -> onEnd.accept(this));
        response.drainHandler(v -> drain());
    }

    void send(Buffer events) {
        if (events.length() == 0 || response.closed() || ending) {
            return;
        }
        if (waiting.isEmpty() && !response.writeQueueFull()) {
            response.write(events);
            return;
        }
        if (waitingBytes + events.length() > MOST_WAITING_BYTES) {
            cutOff();
            return;
        }
        waiting.add(events);
        waitingBytes += events.length();
    }

    /** Forgets what waits, and hangs up. */
    void cutOff() {
        if (ending) {
            return;
        }
        ending = true;
        onEnd.accept(this);
        waiting.clear();
        waiting.add(lastWords);
        vertx.setTimer(LAST_WORDS_MILLIS, timer -> breakOff());
        drain();
    }

    private void breakOff() {
        if (response.closed()) {
            return;
        }
        response.reset();
        if (response.streamId() < 0) {
            // HTTP/1: a reset waits for what is not yet written, for ever if the client does not read
            ((ConnectionBase) connection).channelHandlerContext().close();
        }
    }

    private void drain() {
        while (!waiting.isEmpty() && !response.writeQueueFull()) {
            Buffer next = waiting.remove();
            waitingBytes -= next.length();
            response.write(next);
        }
        if (ending && waiting.isEmpty() && !response.ended()) {
            response.end();
        }
    }
}
