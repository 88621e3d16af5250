package io.lotse.gateway;

import java.util.ArrayList;
import java.util.List;

import io.vertx.core.buffer.Buffer;

/** What was sent of a request's body, as long as it is little enough to be kept: then it can be sent again. */
final class KeptBody {
    private final long bound;
    /** Null where nothing is kept, or it became too much. */
    private List<Buffer> chunks;

    private long bytes;

    /**
     * @param length the body's length; 0 for no body, -1 for one in chunks
     * @param bound how much may be kept, in bytes; 0 for nothing
     */
    KeptBody(long length, long bound) {
        this.bound = bound;
        this.chunks = bound > 0 && length != 0 && length <= bound ? new ArrayList<>() : null;
    }

    void add(Buffer chunk) {
        if (chunks == null) {
            return;
        }
        bytes += chunk.length();
        if (bytes > bound) {
            chunks = null;
        } else {
            chunks.add(chunk);
        }
    }

    /** Whether all that was sent is here. */
    boolean isWhole() {
        return chunks != null;
    }

    /** What was sent; only while it {@link #isWhole}. */
    List<Buffer> chunks() {
        return chunks;
    }
}
