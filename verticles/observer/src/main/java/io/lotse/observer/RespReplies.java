package io.lotse.observer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.vertx.core.buffer.Buffer;

/** Reads the replies of a Redis server: lines and bulk strings, as many as are wanted. */
final class RespReplies {
    private static final int LIMIT = HttpAsk.BODY_LIMIT;

    private final int wanted;
    private final List<String> replies = new ArrayList<>();
    private Buffer pending = Buffer.buffer();

    RespReplies(int wanted) {
        this.wanted = wanted;
    }

    /**
     * Takes what came.
     *
     * @return whether all replies are there
     * @throws BadSetting if what came is not of a Redis server
     */
    boolean take(Buffer bytes) {
        if (pending.length() + bytes.length() > LIMIT) {
            throw new BadSetting("answered more than " + LIMIT / 1024 + " KiB: is it a Redis server?");
        }
        pending.appendBuffer(bytes);
        while (replies.size() < wanted && next()) {
            // one more
        }
        return replies.size() == wanted;
    }

    /** Lines with their first character, bulk strings without. */
    List<String> all() {
        return replies;
    }

    private boolean next() {
        if (pending.length() > 0 && "+-:$".indexOf(pending.getByte(0)) < 0) {
            throw new BadSetting("did not answer in Redis' protocol: see whether the port is right");
        }
        int end = lineEnd();
        if (end < 0) {
            return false;
        }
        String line = pending.getString(0, end, StandardCharsets.UTF_8.name());
        if (line.charAt(0) != '$') {
            return taken(line, end + 2);
        }
        int length = length(line);
        int from = end + 2;
        return length >= 0
                ? pending.length() >= from + length + 2
                        && taken(pending.getString(from, from + length), from + length + 2)
                : taken("", from);
    }

    private boolean taken(String reply, int until) {
        replies.add(reply);
        pending = pending.getBuffer(until, pending.length());
        return true;
    }

    private int lineEnd() {
        for (int i = 0; i + 1 < pending.length(); i++) {
            if (pending.getByte(i) == '\r' && pending.getByte(i + 1) == '\n') {
                return i;
            }
        }
        return -1;
    }

    private static int length(String line) {
        try {
            int length = Integer.parseInt(line.substring(1));
            if (length <= LIMIT) {
                return length;
            }
        } catch (NumberFormatException notOne) {
            // the same
        }
        throw new BadSetting("did not answer in Redis' protocol: see whether the port is right");
    }
}
