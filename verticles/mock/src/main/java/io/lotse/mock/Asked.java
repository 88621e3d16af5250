package io.lotse.mock;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/**
 * A request that has come whole.
 *
 * @param body empty for none
 */
record Asked(HttpServerRequest request, Buffer body) {
    String method() {
        return request.method().name();
    }

    /** Always begins with a slash. */
    String path() {
        String path = request.path();
        return path == null || !path.startsWith("/") ? "/" : path;
    }

    /** Null for none. */
    String header(CharSequence name) {
        return request.getHeader(name);
    }
}
