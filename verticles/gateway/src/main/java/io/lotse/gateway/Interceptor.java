package io.lotse.gateway;

/**
 * A feature's part in the exchanges of one route and event loop. Made when the route is compiled; a route whose policy asks
 * for no feature has none, and its exchanges know nothing of them. See {@link Features} for the order.
 */
interface Interceptor {
    /** What takes part in this exchange; null to stay out of it. */
    Interception join(Exchange exchange);
}
