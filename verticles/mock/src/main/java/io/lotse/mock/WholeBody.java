package io.lotse.mock;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/** Takes a request's body in, up to a size. */
final class WholeBody {
    static final int MOST = 16 * 1024 * 1024;

    private WholeBody() {}

    /** The body is larger. */
    static final class TooLarge extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooLarge() {
            super("a mock takes bodies of " + (MOST >> 20) + " MiB at most", null, false, false);
        }
    }

    /** Fails with {@link TooLarge}, or when the client breaks off. */
    static Future<Buffer> of(HttpServerRequest request) {
        Promise<Buffer> whole = Promise.promise();
        Buffer gathered = Buffer.buffer();
        request.exceptionHandler(whole::tryFail);
        request.handler(chunk -> {
            if (gathered.length() + chunk.length() <= MOST) {
                gathered.appendBuffer(chunk);
            } else {
                whole.tryFail(new TooLarge());
            }
        });
        request.endHandler(end -> whole.tryComplete(gathered));
        return whole.future();
    }
}
