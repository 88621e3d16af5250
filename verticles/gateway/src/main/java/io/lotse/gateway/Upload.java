package io.lotse.gateway;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/** Sends a request's body on as it comes, no faster than the other side takes it. */
final class Upload {
    /** Up to this size the head waits for the body, and both leave in one write. */
    static final int SMALL = 64 * 1024;
    /** How much may wait in a connection's queue before its source is told to stop, in bytes. */
    static final int QUEUE = 512 * 1024;

    private final HttpServerRequest from;
    /** The body's length; 0 for no body, -1 for one in chunks. */
    private final long length;

    private final boolean continueExpected;
    private HttpClientRequest to;
    private boolean ended;
    private boolean paused;
    private boolean begun;
    private boolean moved;
    private boolean abandoned;

    Upload(HttpServerRequest from, long length) {
        this.from = from;
        this.length = length;
        this.ended = length == 0;
        this.continueExpected = length != 0
                && from.version() == HttpVersion.HTTP_1_1
                && HeaderRules.names(expectation(from), "100-continue");
    }

    /** Keeps the body back until {@link #start}. */
    void hold() {
        if (length != 0) {
            from.pause();
        }
    }

    boolean hasBody() {
        return length != 0;
    }

    /** Whether all of the request has been sent on. */
    boolean isEnded() {
        return ended;
    }

    /** Whether a client that asked for leave to send its body has not sent any of it. */
    boolean isAwaitingLeave() {
        return continueExpected && !ended && !begun;
    }

    /** Whether it is the upstream that holds the request up; also says no when something moved since the last question. */
    boolean isOtherSidesTurn() {
        if (moved) {
            moved = false;
            return false;
        }
        return ended || paused;
    }

    void start(HttpClientRequest upstream) {
        to = upstream;
        if (length == 0) {
            to.end();
            return;
        }
        if (length < 0) {
            to.setChunked(true);
        }
        if (continueExpected) {
            to.continueHandler(v -> from.response().writeContinue());
        }
        if (length < 0 || length > SMALL) {
            to.setWriteQueueMaxSize(QUEUE);
        }
        if (length < 0 || length > SMALL || continueExpected) {
            to.sendHead();
        }
        to.drainHandler(v -> resume());
        from.handler(this::take);
        from.endHandler(v -> end());
        from.resume();
    }

    /** Lets what still comes fall, so that the client gets to read its answer. */
    void abandon() {
        abandoned = true;
        if (length != 0) {
            from.resume();
        }
    }

    private void take(Buffer chunk) {
        if (abandoned || ended) {
            return;
        }
        begun = true;
        moved = true;
        if (chunk.length() == length) {
            ended = true;
            to.end(chunk);
            return;
        }
        to.write(chunk);
        if (to.writeQueueFull()) {
            paused = true;
            from.pause();
        }
    }

    private void end() {
        if (!abandoned && !ended) {
            ended = true;
            to.end();
        }
    }

    private void resume() {
        moved = true;
        paused = false;
        from.resume();
    }

    private static String expectation(HttpServerRequest request) {
        String expectation = request.headers().get(HttpHeaders.EXPECT);
        return expectation == null ? "" : expectation;
    }
}
