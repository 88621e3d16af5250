package io.lotse.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.vertx.core.buffer.Buffer;

/** The beginning of a body that somebody wants to see as a whole before any of it is sent on. */
final class Gathering {
    private final long most;
    private final Consumer<Buffer> whole;
    private final Runnable tooMuch;
    private final List<Buffer> chunks = new ArrayList<>();
    private long bytes;
    private boolean told;

    /**
     * @param most how much is taken, in bytes
     * @param whole told the body once it is here
     * @param tooMuch told once more has come
     */
    Gathering(long most, Consumer<Buffer> whole, Runnable tooMuch) {
        this.most = most;
        this.whole = whole;
        this.tooMuch = tooMuch;
    }

    void add(Buffer chunk) {
        chunks.add(chunk);
        bytes += chunk.length();
        if (bytes > most && !told) {
            told = true;
            tooMuch.run();
        }
    }

    void end() {
        if (!told) {
            told = true;
            whole.accept(joined());
        }
    }

    private Buffer joined() {
        if (chunks.size() == 1) {
            return chunks.get(0);
        }
        Buffer all = Buffer.buffer((int) bytes);
        chunks.forEach(all::appendBuffer);
        return all;
    }

    List<Buffer> chunks() {
        return chunks;
    }
}
