package io.lotse.gateway;

import io.vertx.core.MultiMap;

/** How long an answer is fresh, and how old it was when it came (RFC 9111, 4.2). Milliseconds. */
final class Freshness {
    private Freshness() {}

    /**
     * How long an answer is fresh (4.2.1), counted from its making.
     *
     * @param receivedAt when it came, since the epoch
     * @param heuristic how long one is that does not say; 0 for not at all
     */
    static long lifetime(int status, MultiMap headers, CacheDirectives directives, long receivedAt, long heuristic) {
        long seconds = directives.has("s-maxage") ? directives.seconds("s-maxage") : directives.seconds("max-age");
        if (seconds >= 0) {
            return seconds * 1_000;
        }
        if (headers.contains("expires") && !directives.isTargeted()) {
            long expires = HttpDate.parse(headers.get("expires"), receivedAt);
            return expires < 0 ? 0 : Math.max(0, expires - madeAt(headers, receivedAt));
        }
        return directives.has("public") || Storability.isHeuristicallyCacheable(status) ? heuristic : 0;
    }

    /**
     * How old an answer was when it came (4.2.3, corrected_initial_age).
     *
     * @param askedAt when it was asked for, since the epoch
     * @param receivedAt when it came
     */
    static long initialAge(MultiMap headers, long askedAt, long receivedAt) {
        long apparent = Math.max(0, receivedAt - madeAt(headers, receivedAt));
        long corrected = age(headers.get("age")) * 1_000 + Math.max(0, receivedAt - askedAt);
        return Math.max(apparent, corrected);
    }

    /** When an answer was made; without a readable {@code Date}, when it came (RFC 9110, 6.6.1). */
    static long madeAt(MultiMap headers, long receivedAt) {
        long date = HttpDate.parse(headers.get("date"), receivedAt);
        return date < 0 ? receivedAt : date;
    }

    /** Of a list of ages the first counts, and what is no number for nothing (5.1). */
    private static long age(String value) {
        if (value == null) {
            return 0;
        }
        int comma = value.indexOf(',');
        String first = (comma < 0 ? value : value.substring(0, comma)).trim();
        if (first.isEmpty() || !first.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return 0;
        }
        return first.length() > 9 ? Integer.MAX_VALUE : Long.parseLong(first);
    }
}
