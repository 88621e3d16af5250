package io.lotse.gateway;

/** What the cache made of a request. */
enum CacheResult {
    /** Served from what is kept. */
    HIT,
    /** Served from what is kept though it is not fresh any more. */
    STALE,
    /** Served from what is kept after the service had confirmed it. */
    REVALIDATED,
    /** The service answered. */
    MISS
}
