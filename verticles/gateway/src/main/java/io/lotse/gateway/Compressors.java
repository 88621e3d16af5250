package io.lotse.gateway;

import java.util.ArrayDeque;
import java.util.Deque;

/** What compresses the answers of one event loop: each takes some 256 KiB while it works, so there is a bound. */
final class Compressors {
    /** So many bodies are compressed at once; others go out as they are. */
    private static final int MOST = 256;
    /** So many are kept for the next bodies. */
    private static final int IDLE = 8;

    private final Deque<Gzip> idle = new ArrayDeque<>();
    private int busy;

    /** One for a body; null if too many are compressed already. It must be given back. */
    Gzip take(int level) {
        if (busy == MOST) {
            return null;
        }
        busy++;
        Gzip gzip = idle.isEmpty() ? new Gzip() : idle.pop();
        gzip.begin(level);
        return gzip;
    }

    void giveBack(Gzip gzip) {
        busy--;
        if (idle.size() < IDLE) {
            idle.push(gzip);
        } else {
            gzip.close();
        }
    }
}
