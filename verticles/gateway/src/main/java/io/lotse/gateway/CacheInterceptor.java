package io.lotse.gateway;

import io.vertx.core.http.HttpMethod;

/** Answers a route's requests from what is kept, and keeps what may be kept: a shared cache by RFC 9111. */
final class CacheInterceptor implements Interceptor {
    private final CacheRule rule;
    private final NodeCache node;

    CacheInterceptor(CacheRule rule, NodeCache node) {
        this.rule = rule;
        this.node = node;
        node.use();
    }

    @Override
    public Interception join(Exchange exchange) {
        if (exchange.route().targets() == null || exchange.inbound().isWebSocket()) {
            return null;
        }
        HttpMethod method = exchange.inbound().request().method();
        if (Invalidation.mayFollow(method)) {
            return new Invalidation(node, true);
        }
        boolean isRead = method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
        return isRead && !exchange.upload().hasBody() ? new CachedRead(rule, node, CacheQuery.of(exchange)) : null;
    }
}
