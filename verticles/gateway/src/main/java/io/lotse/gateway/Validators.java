package io.lotse.gateway;

import java.util.List;

import io.vertx.core.MultiMap;

/** Compares what tells versions of a resource apart (RFC 9110, 8.8 and 13). */
final class Validators {
    private Validators() {}

    static boolean isWeak(String etag) {
        return etag.startsWith("W/");
    }

    static boolean weaklyEqual(String one, String other) {
        return opaque(one).equals(opaque(other));
    }

    static boolean stronglyEqual(String one, String other) {
        return !isWeak(one) && one.equals(other);
    }

    private static String opaque(String etag) {
        return isWeak(etag) ? etag.substring(2) : etag;
    }

    /** Whether an answer has something by which it can be asked for again. */
    static boolean has(MultiMap headers) {
        return headers.contains("etag") || headers.contains("last-modified");
    }

    /** Asks whether what is kept is still true (RFC 9111, 4.3.1), whatever the client asked on its own account. */
    static void ask(MultiMap request, MultiMap kept) {
        request.remove("if-none-match")
                .remove("if-modified-since")
                .remove("if-range")
                .remove("range");
        if (kept.contains("etag")) {
            request.set("if-none-match", kept.get("etag"));
        }
        if (kept.contains("last-modified")) {
            request.set("if-modified-since", kept.get("last-modified"));
        }
    }

    /** Whether the answer to HEAD is about another version than the one that is kept (RFC 9111, 4.3.5). */
    static boolean contradict(MultiMap head, MultiMap kept) {
        return isOther("etag", head, kept)
                || isOther("last-modified", head, kept)
                || isOther("content-length", head, kept);
    }

    private static boolean isOther(String name, MultiMap told, MultiMap kept) {
        return told.contains(name) && !told.get(name).equals(kept.get(name));
    }

    /**
     * Whether the answer to HEAD, if it does not contradict, names the version that is kept. The RFC would have an answer that
     * names none confirm whatever is kept; but from that nobody knows whether the body has changed.
     */
    static boolean identify(MultiMap head, MultiMap kept) {
        return has(head) && has(kept);
    }

    /** Whether the client has what is kept already (RFC 9111, 4.3.2): {@code If-None-Match}, and {@code If-Modified-Since} only without it. */
    static boolean isNotModified(MultiMap request, MultiMap kept, long now) {
        if (request.contains("if-none-match")) {
            String etag = kept.get("etag");
            return request.getAll("if-none-match").stream().anyMatch(l -> names(l, etag));
        }
        List<String> conditions = request.getAll("if-modified-since");
        long since = conditions.size() == 1 ? HttpDate.parse(conditions.get(0), now) : -1;
        if (since < 0) {
            return false;
        }
        long modified = HttpDate.parse(kept.get("last-modified"), now);
        return (modified < 0 ? HttpDate.parse(kept.get("date"), now) : modified) <= since;
    }

    /** Whether a list of entity tags names this one; {@code *} names any. Tags may hold commas. */
    private static boolean names(String list, String etag) {
        if (list.trim().equals("*")) {
            return true;
        }
        if (etag == null) {
            return false;
        }
        int open = list.indexOf('"');
        while (open >= 0) {
            int close = list.indexOf('"', open + 1);
            if (close < 0) {
                return false;
            }
            if (list.substring(open, close + 1).equals(opaque(etag))) {
                return true;
            }
            open = list.indexOf('"', close + 1);
        }
        return false;
    }

    /** Whether a part of what is kept may be sent (RFC 9110, 13.1.5): only what is surely the same can be put together. */
    static boolean allowPart(MultiMap request, MultiMap kept, long now) {
        String condition = request.get("if-range");
        if (condition == null) {
            return true;
        }
        String etag = kept.get("etag");
        if (condition.startsWith("\"") || isWeak(condition)) {
            return etag != null && stronglyEqual(condition, etag);
        }
        return isStrongDate(kept, now) && condition.equals(kept.get("last-modified"));
    }

    /** A date is strong if it was a minute old when the answer was made (RFC 9110, 8.8.2.2). */
    private static boolean isStrongDate(MultiMap kept, long now) {
        long modified = HttpDate.parse(kept.get("last-modified"), now);
        long made = HttpDate.parse(kept.get("date"), now);
        return modified >= 0 && made - modified >= 60_000;
    }

    /**
     * Whether a 304 speaks of the answer that is kept (RFC 9111, 4.3.4).
     *
     * @param confirmed the headers of the 304
     */
    static boolean confirms(MultiMap confirmed, MultiMap kept) {
        String etag = confirmed.get("etag");
        String known = kept.get("etag");
        if (etag != null && !isWeak(etag)) {
            return known != null && stronglyEqual(etag, known);
        }
        if (etag != null) {
            return known != null && weaklyEqual(etag, known);
        }
        String modified = confirmed.get("last-modified");
        return modified == null || !kept.contains("last-modified") || modified.equals(kept.get("last-modified"));
    }

    /**
     * What is kept after a 304 or an answer to HEAD (RFC 9111, 3.2, 4.3.4 and 4.3.5): its fields replace those that were there, but for those that
     * tell how to read the body that is kept.
     */
    static MultiMap freshen(MultiMap kept, MultiMap confirmed) {
        MultiMap fresh = MultiMap.caseInsensitiveMultiMap().addAll(kept);
        for (String name : confirmed.names()) {
            if (!framesBody(name) && !name.equalsIgnoreCase("set-cookie")) {
                fresh.set(name, confirmed.getAll(name));
            }
        }
        return fresh;
    }

    private static boolean framesBody(String name) {
        return name.equalsIgnoreCase("content-length")
                || name.equalsIgnoreCase("content-encoding")
                || name.equalsIgnoreCase("content-range");
    }
}
