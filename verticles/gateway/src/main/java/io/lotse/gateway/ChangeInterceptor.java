package io.lotse.gateway;

/** Of a route to services without a cache: what changes a URI ends what routes with one keep of it (RFC 9111, 4.4). */
final class ChangeInterceptor implements Interceptor {
    private final NodeCache node;

    ChangeInterceptor(NodeCache node) {
        this.node = node;
    }

    @Override
    public Interception join(Exchange exchange) {
        InboundRequest inbound = exchange.inbound();
        return node.isUsed() && Invalidation.mayFollow(inbound.request().method()) && !inbound.isWebSocket()
                ? new Invalidation(node, false)
                : null;
    }
}
