package io.lotse.observer;

import io.vertx.core.buffer.Buffer;

/**
 * An HTTP answer to a health check.
 *
 * @param status the HTTP status
 * @param location where it redirects to; null where it does not
 * @param body as much of the body as was read
 * @param cut whether the body was longer than what is read
 */
record Answer(int status, String location, Buffer body, boolean cut) {
    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    boolean isRedirect() {
        return status >= 300 && status < 400;
    }
}
