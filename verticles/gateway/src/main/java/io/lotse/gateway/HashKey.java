package io.lotse.gateway;

import io.vertx.core.MultiMap;

/** What of a request decides where it goes: a header, a cookie or a segment of its path. */
interface HashKey {
    /** A number that stands for it, the same on every node; 0 if the request has no such thing. */
    long of(InboundRequest request);

    /**
     * @param text {@code header:NAME}, {@code cookie:NAME} or {@code segment:N}, from 1
     * @throws IllegalArgumentException that says what is wrong with the text
     */
    static HashKey parse(String text) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? text : text.substring(0, colon);
        String name = colon < 0 ? "" : text.substring(colon + 1);
        if (kind.equals("header") && !name.isBlank()) {
            return request -> hash(request.request().headers().get(name));
        }
        if (kind.equals("cookie") && !name.isBlank()) {
            return request -> hash(cookie(request.request().headers(), name));
        }
        if (kind.equals("segment") && name.matches("[1-9][0-9]?")) {
            int segment = Integer.parseInt(name);
            return request -> segment(request.target(), segment);
        }
        throw new IllegalArgumentException("'" + text + "' is no key: give header:NAME, cookie:NAME or segment:N");
    }

    /** The value of a cookie; null if it was not sent (RFC 6265, 5.4). */
    static String cookie(MultiMap headers, String name) {
        for (String header : headers.getAll("cookie")) {
            int at = 0;
            while (at < header.length()) {
                int end = header.indexOf(';', at);
                int stop = end < 0 ? header.length() : end;
                while (at < stop && header.charAt(at) == ' ') {
                    at++;
                }
                if (header.startsWith(name, at)
                        && at + name.length() < stop
                        && header.charAt(at + name.length()) == '=') {
                    return header.substring(at + name.length() + 1, stop).strip();
                }
                at = stop + 1;
            }
        }
        return null;
    }

    private static long segment(String target, int number) {
        int end = PathPattern.endOfPath(target);
        int at = 0;
        for (int i = 1; i < number && at >= 0; i++) {
            at = target.indexOf('/', at + 1);
        }
        if (at < 0 || at + 1 >= end) {
            return 0;
        }
        int slash = target.indexOf('/', at + 1);
        return hash(target, at + 1, slash < 0 || slash > end ? end : slash);
    }

    /** 0 for null. */
    static long hash(String text) {
        return text == null ? 0 : hash(text, 0, text.length());
    }

    /** FNV-1a with the finalizer of Murmur3: cheap, and every bit depends on every character. */
    private static long hash(String text, int from, int to) {
        long hash = 0xcbf29ce484222325L;
        for (int i = from; i < to; i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return mix(hash);
    }

    static long mix(long hash) {
        long mixed = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
        mixed ^= mixed >>> 33;
        return mixed == 0 ? 1 : mixed;
    }
}
