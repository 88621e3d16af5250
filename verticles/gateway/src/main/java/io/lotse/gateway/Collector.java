package io.lotse.gateway;

import java.util.function.Consumer;

import io.vertx.core.buffer.Buffer;

/** Copies a body as it passes, up to a bound; tells the whole of it at its end, or that there will be none. */
final class Collector implements BodyFilter {
    private final AnswerStore store;
    private final int bound;
    private final long length;
    private final Consumer<byte[]> whole;
    private final Runnable none;
    /** Null once it is over. */
    private Buffer collected = Buffer.buffer();

    /**
     * @param bound the largest body, in bytes
     * @param length its length as the answer's head tells it; -1 if it does not
     * @param whole called with the whole body
     * @param none called instead of that, once it is too large
     */
    Collector(AnswerStore store, int bound, long length, Consumer<byte[]> whole, Runnable none) {
        this.store = store;
        this.bound = bound;
        this.length = length;
        this.whole = whole;
        this.none = none;
    }

    @Override
    public Buffer take(Buffer chunk) {
        if (collected != null) {
            if (collected.length() + chunk.length() <= bound && store.reserve(chunk.length())) {
                collected.appendBuffer(chunk);
            } else {
                drop();
                none.run();
            }
        }
        return chunk;
    }

    @Override
    public Buffer end() {
        if (collected != null) {
            byte[] body = collected.getBytes();
            drop();
            // a body that is shorter than its head says is not whole (RFC 9111, 3.3)
            if (length < 0 || length == body.length) {
                whole.accept(body);
            } else {
                none.run();
            }
        }
        return null;
    }

    /** What was copied is of no use. */
    void drop() {
        if (collected != null) {
            store.giveBack(collected.length());
            collected = null;
        }
    }
}
