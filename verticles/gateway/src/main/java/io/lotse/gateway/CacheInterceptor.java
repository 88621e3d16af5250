package io.lotse.gateway;

import java.util.Set;

import io.vertx.core.http.HttpMethod;

/** Answers a route's requests from what is kept, and keeps what may be kept: a shared cache by RFC 9111. */
final class CacheInterceptor implements Interceptor {
    /** Methods that change nothing (RFC 9110, 9.2.1, and the registry of methods); of others nobody knows. */
    private static final Set<String> SAFE =
            Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PROPFIND", "REPORT", "SEARCH", "QUERY");

    private final CacheRule rule;
    private final NodeCache node;

    CacheInterceptor(CacheRule rule, NodeCache node) {
        this.rule = rule;
        this.node = node;
    }

    @Override
    public Interception join(Exchange exchange) {
        if (exchange.route().targets() == null || exchange.inbound().isWebSocket()) {
            return null;
        }
        HttpMethod method = exchange.inbound().request().method();
        if (!SAFE.contains(method.name())) {
            return new Invalidation(node);
        }
        boolean isRead = method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
        return isRead && !exchange.upload().hasBody() ? new CachedRead(rule, node, CacheQuery.of(exchange)) : null;
    }
}
