package io.lotse.gateway;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/** Sends an answer on as it comes, no faster than the client takes it. */
final class Download {
    private final HttpClientResponse from;
    private final HttpServerRequest request;
    private final HttpServerResponse to;
    private final BodyFilter filter;
    private final Runnable whenEnded;
    /** The body's length as it comes; -1 if it is not told. */
    private final long length;
    /** The body's length as it goes on; -1 if that is not known. */
    private final long sentLength;

    private boolean ended;
    private boolean moved;

    /**
     * @param filter what the body goes through; null for nothing
     * @param whenEnded called once the last of the answer has been written
     */
    Download(HttpClientResponse from, HttpServerRequest request, BodyFilter filter, Runnable whenEnded) {
        this.from = from;
        this.request = request;
        this.to = request.response();
        this.filter = filter;
        this.whenEnded = whenEnded;
        this.length = told(from.headers());
        this.sentLength = filter == null ? length : told(to.headers());
    }

    private static long told(MultiMap headers) {
        String told = headers.get(HttpHeaders.CONTENT_LENGTH);
        return told == null ? -1 : Long.parseLong(told);
    }

    /** Whether only the end of the connection tells the client where the body ends. */
    boolean endsWithConnection() {
        return sentLength < 0
                && request.version() == HttpVersion.HTTP_1_0
                && !isWithoutBody(request.method(), to.getStatusCode());
    }

    /** Whether something came, or could not come because of the client, since the last question. */
    boolean hasMoved() {
        boolean has = moved || to.writeQueueFull();
        moved = false;
        return has;
    }

    /** Sends the head; the body follows. */
    void start() {
        if (length == 0 && filter == null || isWithoutBody(request.method(), to.getStatusCode())) {
            end(null);
            return;
        }
        from.handler(this::take);
        from.endHandler(v -> end(null));
        to.drainHandler(v -> from.resume());
        if (sentLength < 0) {
            startUnmeasured();
        } else if (sentLength > Upload.SMALL) {
            to.setWriteQueueMaxSize(Upload.QUEUE);
        }
    }

    /** A body of unknown length may be a stream of events: its head leaves at once. */
    private void startUnmeasured() {
        if (request.version() == HttpVersion.HTTP_1_0) {
            return;
        }
        to.setChunked(true);
        to.setWriteQueueMaxSize(Upload.QUEUE);
        // which has no body: its head is its end, and must be that for the client, too
        if (Grpc.isWhole(from.headers())) {
            return;
        }
        to.writeHead();
    }

    private void take(Buffer chunk) {
        if (ended) {
            return;
        }
        moved = true;
        if (filter == null && chunk.length() == length) {
            end(chunk);
            return;
        }
        Buffer sent = filter == null ? chunk : filter.take(chunk);
        if (sent != null) {
            to.write(sent);
            if (to.writeQueueFull()) {
                from.pause();
            }
        }
    }

    /** Whatever still comes goes nowhere. */
    void stop() {
        ended = true;
    }

    private void end(Buffer last) {
        if (ended) {
            return;
        }
        ended = true;
        Buffer rest = filter == null ? last : filter.end();
        if (sentLength < 0 && !from.trailers().isEmpty()) {
            to.trailers().addAll(from.trailers());
        }
        if (rest == null) {
            to.end();
        } else {
            to.end(rest);
        }
        whenEnded.run();
    }

    static boolean isWithoutBody(HttpMethod method, int status) {
        return method.equals(HttpMethod.HEAD) || status == 204 || status == 304;
    }
}
