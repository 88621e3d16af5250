package io.lotse.gateway;

import java.util.Locale;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

/**
 * What a request wants of the cache.
 *
 * @param route the route's name
 * @param uri what was asked for, whole, as it came: the key by which answers are kept and given up (RFC 9111, 2)
 * @param group the route, and whom it asks: answers of different ones are never mixed
 * @param headers the request's
 * @param directives its {@code Cache-Control}
 * @param isHead whether no body is wanted
 */
record CacheQuery(
        String route, String uri, String group, MultiMap headers, CacheDirectives directives, boolean isHead) {
    static CacheQuery of(Exchange exchange) {
        InboundRequest inbound = exchange.inbound();
        HttpServerRequest request = inbound.request();
        Route route = exchange.route();
        return new CacheQuery(
                route.name(),
                uri(inbound, inbound.target()),
                route.name() + '\n' + route.targets().group(inbound),
                request.headers(),
                CacheDirectives.ofRequest(request.headers()),
                request.method().equals(HttpMethod.HEAD));
    }

    /** The whole URI of a target at the host that a request names. */
    static String uri(InboundRequest inbound, String target) {
        String host = inbound.host() == null ? "" : inbound.host().toLowerCase(Locale.ROOT);
        return (inbound.request().isSSL() ? "https://" : "http://") + host + target;
    }

    /** Requests with the same key ask for the same, but for what answers vary by. */
    String key() {
        return uri + '\n' + group;
    }

    /** Whether its answer may be kept for others as far as it is up to the request. */
    boolean mayBeKept() {
        return !isAuthorized() && !directives.has("no-store");
    }

    /** Whether the answer may be for its sender alone (RFC 9111, 3.5), whatever field proved who that is. */
    boolean isAuthorized() {
        return headers.contains("authorization") || headers.contains(Identity.USER);
    }

    /** Whether it has a condition that only the service itself can decide (RFC 9111, 4.3.2). */
    boolean isForOriginOnly() {
        return headers.contains("if-match") || headers.contains("if-unmodified-since");
    }

    /** Whether its answer may serve others that wait: it is the whole of what is there, whatever the client has. */
    boolean mayLead() {
        return !isHead
                && mayBeKept()
                && !headers.contains("range")
                && !headers.contains("if-none-match")
                && !headers.contains("if-modified-since");
    }
}
