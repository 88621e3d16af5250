package io.lotse.contracts.gateway;

import java.util.List;

import io.lotse.contracts.Doc;

/** How a route's requests are balanced and protected. Each part is one feature; without it the feature is off. */
@Doc("How a route's requests are balanced and protected. Each part is one feature.")
public record RoutePolicy(
        @Doc("How an instance is picked; absent for round-robin") Balancing balancing,
        @Doc("When an instance is left out for a while; absent for the defaults") Ejection ejection,
        @Doc("How long is waited for what; absent for the node's time-outs") RouteTimeouts timeouts,
        @Doc("When a request is sent again; absent: once, to another instance, if the first broke off before it"
                        + " answered, the method is idempotent and there is no body")
                Retries retries,
        @Doc("When an instance gets no more requests until a trial succeeds; absent for never") CircuitBreaking breaker,
        @Doc("How many requests may run at once; absent for any number") Bulkhead bulkhead,
        @Doc("What is answered when no instance can; absent for a problem") Fallback fallback,
        @Doc("How many requests are let through within a time; absent for any number") List<RateLimit> rateLimits,
        @Doc("Which answers are kept and served again; absent for none") Caching cache,
        @Doc("Who may use it; absent for everybody") Authentication auth,
        @Doc("What a request may weigh; absent for the node's limits") RequestLimits limits,
        @Doc("Which answers are compressed for clients that accept it; absent for none") Compression compression,
        @Doc("Which requests are held against the service's OpenAPI document; absent for none") Validation validation) {
    /** Everything as it is by default. */
    public static final RoutePolicy DEFAULTS =
            new RoutePolicy(null, null, null, null, null, null, null, null, null, null, null, null, null);

    /** Nobody is let in. */
    public static final RoutePolicy CLOSED = new RoutePolicy(
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            new Authentication(null, null, null, null, null, null, null),
            null,
            null,
            null);

    public RoutePolicy {
        rateLimits = rateLimits == null ? List.of() : List.copyOf(rateLimits);
    }
}
