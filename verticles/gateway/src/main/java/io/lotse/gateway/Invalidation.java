package io.lotse.gateway;

import java.net.URI;
import java.util.HashSet;
import java.util.Set;

import io.vertx.core.http.HttpMethod;

/** Gives up what is kept of a URI once a request that may change it has not failed (RFC 9111, 4.4). */
final class Invalidation implements Interception {
    /** Methods that change nothing (RFC 9110, 9.2.1, and the registry of methods); of others nobody knows. */
    private static final Set<String> SAFE =
            Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PROPFIND", "REPORT", "SEARCH", "QUERY");

    private final NodeCache node;
    private final boolean isOfCache;

    /** @param isOfCache whether the request's route has a cache, which says what it made of the request */
    Invalidation(NodeCache node, boolean isOfCache) {
        this.node = node;
        this.isOfCache = isOfCache;
    }

    /** Whether a request may change what is kept of its URI. */
    static boolean mayFollow(HttpMethod method) {
        return !SAFE.contains(method.name());
    }

    @Override
    public boolean answer(Exchange exchange, Answer answer) {
        if (answer.status() >= 200 && answer.status() < 400) {
            InboundRequest inbound = exchange.inbound();
            String uri = CacheQuery.uri(inbound, inbound.target());
            Set<String> changed = new HashSet<>();
            changed.add(uri);
            related(inbound, uri, answer.headers().get("location"), changed);
            related(inbound, uri, answer.headers().get("content-location"), changed);
            node.changed(changed);
        }
        if (isOfCache) {
            CacheStatus.add(answer.headers(), "fwd=method");
        }
        return false;
    }

    /** What an answer names counts only at the same origin: nobody may give up what others keep (RFC 9111, 4.4). */
    private static void related(InboundRequest inbound, String uri, String reference, Set<String> changed) {
        if (reference == null || inbound.host() == null) {
            return;
        }
        try {
            URI asked = URI.create(uri);
            URI named = asked.resolve(reference);
            if (named.getRawPath() != null
                    && asked.getScheme().equalsIgnoreCase(named.getScheme())
                    && asked.getRawAuthority().equalsIgnoreCase(named.getRawAuthority())) {
                String query = named.getRawQuery() == null ? "" : "?" + named.getRawQuery();
                changed.add(CacheQuery.uri(inbound, named.getRawPath() + query));
            }
        } catch (IllegalArgumentException noUri) {
            // names nothing that could be kept
        }
    }
}
