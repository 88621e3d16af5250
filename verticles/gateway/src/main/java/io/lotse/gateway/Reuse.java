package io.lotse.gateway;

/** Whether a kept answer may be served to a request without asking for it again (RFC 9111, 4 and 5.2.1; RFC 5861, 3). */
enum Reuse {
    /** As it is. */
    SERVE,
    /** As it is, and it is asked for anew meanwhile. */
    SERVE_AND_REFRESH,
    /** It is too old. */
    STALE,
    /** The client wants it newer than it is. */
    REFUSED_BY_REQUEST;

    static Reuse of(StoredAnswer kept, CacheDirectives asked, long now) {
        if (asked.has("no-cache")) {
            return REFUSED_BY_REQUEST;
        }
        if (kept.mustValidate()) {
            return STALE;
        }
        long freshFor = kept.freshFor(now);
        if (asked.has("max-age") && kept.age(now) > asked.seconds("max-age") * 1_000
                || asked.has("min-fresh") && freshFor < asked.seconds("min-fresh") * 1_000) {
            return REFUSED_BY_REQUEST;
        }
        if (freshFor > 0) {
            return SERVE;
        }
        if (kept.forbidsStale()) {
            return STALE;
        }
        if (asked.has("max-stale")) {
            boolean isAccepted = asked.isBare("max-stale") || -freshFor <= asked.seconds("max-stale") * 1_000;
            return isAccepted ? SERVE : STALE;
        }
        // a client that says how old it may be wants nothing stale (5.2.1.1)
        boolean mayRefresh = !asked.has("max-age") && -freshFor <= kept.staleWhileRevalidate();
        return mayRefresh && kept.staleWhileRevalidate() > 0 ? SERVE_AND_REFRESH : STALE;
    }
}
