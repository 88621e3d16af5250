package io.lotse.control;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/** What all streams of server-sent events have in common. */
final class EventStreams {
    /** So long nothing is sent at most: less than what stands between gives a silent connection. */
    static final long ALIVE_EVERY_MILLIS = 15_000;
    /** A comment. */
    static final Buffer ALIVE = Buffer.buffer(": alive\n\n");
    /** The first that a client hears: when to come back once it is cut off. */
    static final Buffer HELLO = Buffer.buffer("retry: 2000\n\n");

    private EventStreams() {}

    /** The head of the answer; all of it where a client asks for the head alone. */
    static HttpServerResponse head(ApiRequest request) {
        return request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    }
}
