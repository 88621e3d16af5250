package io.lotse.gateway;

import io.vertx.core.MultiMap;

/** Says what the cache made of a request (RFC 9211). Each cache on the way adds its own at the end. */
final class CacheStatus {
    private static final String NAME = "lotse; ";

    private CacheStatus() {}

    static void add(MultiMap headers, String said) {
        headers.add("cache-status", NAME + said);
    }
}
