package io.lotse.control;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/** One client that hears changes. What it does not take at once waits, up to a bound; then it is cut off. */
final class ChangeStream {
    private static final int MOST_WAITING_BYTES = 1024 * 1024;

    private final HttpServerResponse response;
    private final Deque<Buffer> waiting = new ArrayDeque<>();
    private int waitingBytes;

    /** @param onEnd told once the client is gone */
    ChangeStream(HttpServerResponse response, Consumer<ChangeStream> onEnd) {
        this.response = response;
        response.closeHandler(v -> onEnd.accept(this));
        response.exceptionHandler(e -> onEnd.accept(this));
        response.drainHandler(v -> drain());
    }

    void send(Buffer events) {
        if (events.length() == 0 || response.closed()) {
            return;
        }
        if (waiting.isEmpty() && !response.writeQueueFull()) {
            response.write(events);
            return;
        }
        if (waitingBytes + events.length() > MOST_WAITING_BYTES) {
            // it comes back with the id of the last event that it heard
            response.reset();
            return;
        }
        waiting.add(events);
        waitingBytes += events.length();
    }

    private void drain() {
        while (!waiting.isEmpty() && !response.writeQueueFull()) {
            Buffer next = waiting.remove();
            waitingBytes -= next.length();
            response.write(next);
        }
    }
}
