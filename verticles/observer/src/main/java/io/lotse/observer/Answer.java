package io.lotse.observer;

import java.time.Duration;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;

/**
 * An HTTP answer to a health check.
 *
 * @param status the HTTP status
 * @param headers its headers, and its trailers if it had some
 * @param body as much of the body as was read
 * @param cut whether the body was longer than what is read
 * @param latency from the beginning of the check to the end of the answer
 */
record Answer(int status, MultiMap headers, Buffer body, boolean cut, Duration latency) {
    boolean isRedirect() {
        return status >= 300 && status < 400;
    }

    /** Where it redirects to; null where it does not. */
    String location() {
        return headers.get(HttpHeaders.LOCATION);
    }
}
