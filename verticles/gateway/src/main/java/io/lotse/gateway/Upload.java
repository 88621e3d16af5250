package io.lotse.gateway;

import java.util.List;
import java.util.function.Consumer;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/**
 * Sends a request's body on as it comes, no faster than the other side takes it. Keeps what was sent, within a bound, where
 * it may have to be sent again.
 */
final class Upload {
    /** Up to this size the head waits for the body, and both leave in one write. */
    static final int SMALL = 64 * 1024;
    /** How much may wait in a connection's queue before its source is told to stop, in bytes. */
    static final int QUEUE = 512 * 1024;

    private final HttpServerRequest from;
    /** The body's length; 0 for no body, -1 for one in chunks. */
    private final long length;

    private final boolean continueExpected;
    /** What was sent of it. */
    private final KeptBody kept;
    /** What came before there was an upstream, as somebody wanted to see it; null for nothing. */
    private Gathering gathering;

    private long received;
    /** How much may come, in bytes. */
    private long most = Long.MAX_VALUE;
    /** Told when more comes; null where any may. */
    private Runnable tooMuch;

    private HttpClientRequest to;
    private boolean read;
    private boolean ended;
    private boolean paused;
    private boolean begun;
    private boolean moved;
    private boolean abandoned;
    private boolean handled;
    private boolean leaveGiven;
    private boolean heldUp;

    /** @param bound how much of the body may be kept, so that it can be sent again; bytes, 0 for nothing */
    Upload(HttpServerRequest from, long length, long bound) {
        this.from = from;
        this.length = length;
        this.ended = length == 0;
        this.read = length == 0;
        this.kept = new KeptBody(length, bound);
        this.continueExpected = length != 0
                && from.version() != HttpVersion.HTTP_1_0
                && HeaderRules.names(expectation(from), "100-continue");
    }

    /** Keeps the body back until {@link #start}. */
    void hold() {
        if (length != 0) {
            from.pause();
        }
    }

    boolean hasBody() {
        return length != 0;
    }

    /** The body's length, in bytes; 0 for no body, -1 for one in chunks. */
    long length() {
        return length;
    }

    /** Takes so many bytes of a body; what comes beyond that goes nowhere. */
    void limit(long bytes, Runnable beyond) {
        most = bytes;
        tooMuch = beyond;
    }

    /**
     * Takes the body in before any upstream is asked, and keeps it for {@link #start}.
     *
     * @param bytes how much is taken in
     * @param whole told the body once it is here
     * @param beyond told instead once more has come; the rest then waits, and may be sent on as it comes
     */
    void gather(long bytes, Consumer<Buffer> whole, Runnable beyond) {
        gathering = new Gathering(bytes, whole, () -> {
            from.pause();
            beyond.run();
        });
        if (isAwaitingLeave()) {
            giveLeave();
        }
        listen();
        from.resume();
    }

    /** How much came of the body, in bytes. */
    long received() {
        return received;
    }

    /** Whether the request waits for its client: for more of the body, or for the first of it, with leave or without. */
    boolean isAwaitingClient() {
        return !read && !paused && (to != null || gathering != null);
    }

    /** Whether the client may send its body: it did not ask for leave, has got it, or did not wait for it. */
    boolean hasLeave() {
        return leaveGiven || !isAwaitingLeave();
    }

    /** Whether the upstream took nothing for a while since the last question. */
    boolean wasHeldUp() {
        boolean was = heldUp;
        heldUp = false;
        return was;
    }

    /** Whether all of the request has been sent on. */
    boolean isEnded() {
        return ended;
    }

    /** Whether the client has sent all of its request. */
    boolean isRead() {
        return read;
    }

    /** Whether another upstream can be sent the same. */
    boolean canStartAgain() {
        return length == 0 || !begun || kept.isWhole();
    }

    /** Whether a client that asked for leave to send its body has not sent any of it. */
    boolean isAwaitingLeave() {
        return continueExpected && !ended && !begun;
    }

    /** Whether it is the upstream that holds the request up; also says no when something moved since the last question. */
    boolean isOtherSidesTurn() {
        if (moved) {
            moved = false;
            return false;
        }
        return ended || paused;
    }

    /** Sends the body to an upstream; to another one after that if {@link #canStartAgain} says so. */
    void start(HttpClientRequest upstream) {
        to = upstream;
        if (length == 0) {
            to.end();
            return;
        }
        if (length < 0) {
            to.setChunked(true);
        }
        if (continueExpected && !begun) {
            to.continueHandler(v -> giveLeave());
        }
        if (length < 0 || length > SMALL) {
            to.setWriteQueueMaxSize(QUEUE);
        }
        // a stream of HTTP/2 exists, and can be reset, from its head on
        if (length < 0 || length > SMALL || continueExpected || to.version() == HttpVersion.HTTP_2) {
            to.sendHead();
        }
        to.drainHandler(v -> resume(upstream));
        if (gathering != null) {
            List<Buffer> gathered = gathering.chunks();
            gathering = null;
            sendAll(gathered);
        } else if (begun) {
            sendAll(kept.chunks());
        }
        listen();
        if (!read) {
            paused = false;
            from.resume();
        }
    }

    private void listen() {
        if (!handled) {
            handled = true;
            from.handler(this::take);
            from.endHandler(v -> end());
        }
    }

    private void giveLeave() {
        leaveGiven = true;
        from.response().writeContinue();
    }

    private void sendAll(List<Buffer> chunks) {
        ended = false;
        for (Buffer chunk : chunks) {
            send(chunk, to);
        }
        if (read && !ended) {
            ended = true;
            to.end();
        }
    }

    /** The upstream takes nothing more: what comes from the client waits for the next one. */
    void interrupt() {
        to = null;
        if (!read) {
            paused = true;
            from.pause();
        }
    }

    /** Lets what still comes fall, so that the client gets to read its answer. */
    void abandon() {
        abandoned = true;
        if (length != 0) {
            from.resume();
        }
    }

    private void take(Buffer chunk) {
        if (abandoned || read) {
            return;
        }
        received += chunk.length();
        if (received > most) {
            tooMuch.run();
            return;
        }
        begun = true;
        moved = true;
        kept.add(chunk);
        if (chunk.length() == length) {
            read = true;
        }
        if (to != null) {
            send(chunk, to);
        } else if (gathering != null) {
            gather(chunk);
        }
    }

    private void gather(Buffer chunk) {
        gathering.add(chunk);
        if (read) {
            gathering.end();
        }
    }

    private void send(Buffer chunk, HttpClientRequest upstream) {
        if (chunk.length() == length) {
            ended = true;
            upstream.end(chunk);
            return;
        }
        upstream.write(chunk);
        if (upstream.writeQueueFull() && !read) {
            heldUp = true;
            paused = true;
            from.pause();
        }
    }

    private void end() {
        if (!abandoned && !read) {
            read = true;
            begun = true;
            if (to != null) {
                ended = true;
                to.end();
            } else if (gathering != null) {
                gathering.end();
            }
        }
    }

    private void resume(HttpClientRequest upstream) {
        if (upstream == to) {
            moved = true;
            paused = false;
            from.resume();
        }
    }

    private static String expectation(HttpServerRequest request) {
        String expectation = request.headers().get(HttpHeaders.EXPECT);
        return expectation == null ? "" : expectation;
    }
}
