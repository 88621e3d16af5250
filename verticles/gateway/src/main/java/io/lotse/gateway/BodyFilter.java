package io.lotse.gateway;

import io.vertx.core.buffer.Buffer;

/** Sees or changes the body of an answer on its way. */
interface BodyFilter {
    /** What becomes of a chunk; null for nothing yet. */
    Buffer take(Buffer chunk);

    /** What follows the last chunk; null for nothing. Not called when the body breaks off. */
    default Buffer end() {
        return null;
    }

    /** What becomes of a whole body. */
    static Buffer all(BodyFilter filter, Buffer body) {
        Buffer all = joined(filter.take(body), filter.end());
        return all == null ? Buffer.buffer() : all;
    }

    private static Buffer joined(Buffer taken, Buffer end) {
        return taken == null ? end : end == null ? taken : taken.copy().appendBuffer(end);
    }

    static BodyFilter chain(BodyFilter first, BodyFilter second) {
        return new BodyFilter() {
            @Override
            public Buffer take(Buffer chunk) {
                Buffer taken = first.take(chunk);
                return taken == null ? null : second.take(taken);
            }

            @Override
            public Buffer end() {
                Buffer last = first.end();
                return joined(last == null ? null : second.take(last), second.end());
            }
        };
    }
}
