package io.lotse.control;

import java.util.List;
import java.util.function.LongFunction;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

import io.lotse.contracts.supervision.LogLines;

/**
 * One client that follows a log. It is read on only while the client takes what was read, so that neither a slow client
 * nor a flood costs memory; a client that is too slow for the log's bounds misses what was dropped there.
 */
final class LogFollower {
    private static final long LOOK_MILLIS = 300;

    private final Vertx vertx;
    private final HttpServerResponse response;
    private final LongFunction<Future<LogLines>> read;
    private long silentSince = System.nanoTime();
    private boolean apart;

    /** @param read what follows a position */
    LogFollower(Vertx vertx, HttpServerRequest request, LongFunction<Future<LogLines>> read) {
        this.vertx = vertx;
        this.response = request.response();
        this.read = read;
    }

    void begin(LogLines first) {
        response.exceptionHandler(e -> response.closed());
        response.write(EventStreams.HELLO);
        tell(first);
    }

    private void tell(LogLines lines) {
        if (response.closed()) {
            return;
        }
        List<String> items = lines.items();
        Buffer events = Buffer.buffer();
        for (int i = 0; i < items.size(); i++) {
            String id = i == items.size() - 1 ? Long.toString(lines.next()) : null;
            events.appendBuffer(event(items.get(i), id));
        }
        if (events.length() > 0) {
            send(events);
        } else if ((System.nanoTime() - silentSince) / 1_000_000 > EventStreams.ALIVE_EVERY_MILLIS) {
            send(EventStreams.ALIVE);
        }
        if (response.writeQueueFull()) {
            response.drainHandler(v -> {
                response.drainHandler(null);
                next(lines.next(), 1);
            });
        } else {
            next(lines.next(), items.isEmpty() ? LOOK_MILLIS : 1);
        }
    }

    private void send(Buffer events) {
        silentSince = System.nanoTime();
        response.write(events);
    }

    private void next(long from, long pause) {
        vertx.setTimer(pause, t -> {
            if (!response.closed()) {
                read.apply(from).onComplete(lines -> {
                    if (lines.succeeded()) {
                        apart = false;
                        tell(lines.result());
                    } else {
                        wait(from, lines.cause());
                    }
                });
            }
        });
    }

    /** The node may come back, and its logs with it. */
    private void wait(long from, Throwable cause) {
        if (!apart && !response.closed()) {
            apart = true;
            send(Buffer.buffer("event: lotse.apart\n").appendBuffer(event(String.valueOf(cause.getMessage()), null)));
        }
        next(from, 2 * LOOK_MILLIS);
    }

    /** A line as a server-sent event. */
    private static Buffer event(String line, String id) {
        return Buffer.buffer(
                (id == null ? "" : "id: " + id + "\n") + "data: " + line.replaceAll("[\\r\\n\\u0000]", " ") + "\n\n");
    }
}
