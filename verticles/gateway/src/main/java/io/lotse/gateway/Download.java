package io.lotse.gateway;

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
    private final Runnable whenEnded;
    /** The body's length; -1 if it is not told. */
    private final long length;

    private boolean ended;

    /** @param whenEnded called once the last of the answer has been written */
    Download(HttpClientResponse from, HttpServerRequest request, Runnable whenEnded) {
        this.from = from;
        this.request = request;
        this.to = request.response();
        this.whenEnded = whenEnded;
        String told = from.headers().get(HttpHeaders.CONTENT_LENGTH);
        this.length = told == null ? -1 : Long.parseLong(told);
    }

    /** Whether only the end of the connection tells the client where the body ends. */
    boolean endsWithConnection() {
        return length < 0
                && request.version() == HttpVersion.HTTP_1_0
                && !isWithoutBody(request.method(), from.statusCode());
    }

    /** Takes over the head; the body follows. */
    void start() {
        to.setStatusCode(from.statusCode());
        if (from.statusMessage() != null && !from.statusMessage().equals(to.getStatusMessage())) {
            to.setStatusMessage(from.statusMessage());
        }
        HeaderRules.response(from.headers(), to.headers());
        if (length == 0 || isWithoutBody(request.method(), from.statusCode())) {
            end(null);
            return;
        }
        from.handler(this::take);
        from.endHandler(v -> end(null));
        to.drainHandler(v -> from.resume());
        if (length < 0) {
            startUnmeasured();
        } else if (length > Upload.SMALL) {
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
        to.writeHead();
    }

    private void take(Buffer chunk) {
        if (ended) {
            return;
        }
        if (chunk.length() == length) {
            end(chunk);
            return;
        }
        to.write(chunk);
        if (to.writeQueueFull()) {
            from.pause();
        }
    }

    private void end(Buffer last) {
        if (ended) {
            return;
        }
        ended = true;
        if (length < 0 && !from.trailers().isEmpty()) {
            to.trailers().addAll(from.trailers());
        }
        if (last == null) {
            to.end();
        } else {
            to.end(last);
        }
        whenEnded.run();
    }

    private static boolean isWithoutBody(HttpMethod method, int status) {
        return method.equals(HttpMethod.HEAD) || status == 204 || status == 304;
    }
}
