package io.lotse.contracts.gateway;

import java.time.Duration;
import java.util.Set;

import io.lotse.contracts.Empty;
import io.lotse.contracts.EventType;
import io.lotse.contracts.Operation;
import io.lotse.contracts.ProblemCode;

/** What the gateway can be asked. */
public final class GatewayContract {
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(8);

    /** The entry of an instance's metadata that names the path of a route to its service. */
    public static final String PATH_METADATA = "gateway.path";

    public static final Operation<Empty, RouteList> ROUTES = new Operation<>(
            "lotse.gateway.routes.v1",
            Empty.class,
            RouteList.class,
            "Lists the declared routes",
            READ_TIMEOUT,
            Set.of());

    public static final Operation<RouteChange, RouteEntry> PUT_ROUTE = new Operation<>(
            "lotse.gateway.put-route.v1",
            RouteChange.class,
            RouteEntry.class,
            "Puts a route into the ledger; answered when it is there",
            WRITE_TIMEOUT,
            Set.of(ProblemCode.CONFLICT, ProblemCode.IDEMPOTENCY_KEY_REUSED, ProblemCode.LEDGER_UNAVAILABLE));

    public static final Operation<RouteRemoval, RouteEntry> REMOVE_ROUTE = new Operation<>(
            "lotse.gateway.remove-route.v1",
            RouteRemoval.class,
            RouteEntry.class,
            "Removes a route from the ledger, and tells what it was",
            WRITE_TIMEOUT,
            Set.of(
                    ProblemCode.UNKNOWN_ROUTE,
                    ProblemCode.CONFLICT,
                    ProblemCode.IDEMPOTENCY_KEY_REUSED,
                    ProblemCode.LEDGER_UNAVAILABLE));

    public static final Operation<RouteSet, RouteList> CHECK_ROUTES = new Operation<>(
            "lotse.gateway.check-routes.v1",
            RouteSet.class,
            RouteList.class,
            "Looks routes through as if they were the only ones declared, and fails with each mistake",
            READ_TIMEOUT,
            Set.of());

    public static final Operation<Empty, UpstreamList> UPSTREAMS = new Operation<>(
            "lotse.gateway.upstreams.v1",
            Empty.class,
            UpstreamList.class,
            "Tells how the gateway of the node that answers finds the instances it sends requests to",
            READ_TIMEOUT,
            Set.of());

    public static final Operation<ApiKeyCreation, CreatedApiKey> CREATE_API_KEY = new Operation<>(
            "lotse.gateway.create-api-key.v1",
            ApiKeyCreation.class,
            CreatedApiKey.class,
            "Makes an API key; answered when the ledger has it",
            WRITE_TIMEOUT,
            Set.of(ProblemCode.API_KEY_EXISTS, ProblemCode.LEDGER_UNAVAILABLE));

    public static final Operation<Empty, ApiKeyList> API_KEYS = new Operation<>(
            "lotse.gateway.api-keys.v1",
            Empty.class,
            ApiKeyList.class,
            "Lists the API keys without their secrets",
            READ_TIMEOUT,
            Set.of());

    public static final Operation<ApiKeyRevocation, ApiKey> REVOKE_API_KEY = new Operation<>(
            "lotse.gateway.revoke-api-key.v1",
            ApiKeyRevocation.class,
            ApiKey.class,
            "Ends an API key at all gateways, and tells what it was",
            WRITE_TIMEOUT,
            Set.of(ProblemCode.UNKNOWN_API_KEY, ProblemCode.LEDGER_UNAVAILABLE));

    public static final Operation<Empty, JwkSet> SIGNING_KEYS = new Operation<>(
            "lotse.gateway.signing-keys.v1",
            Empty.class,
            JwkSet.class,
            "Tells the public keys that service tokens of all gateways are verified with",
            READ_TIMEOUT,
            Set.of());

    public static final Operation<Empty, CacheState> CACHE = new Operation<>(
            "lotse.gateway.cache.v1",
            Empty.class,
            CacheState.class,
            "Tells what the gateway of the node that answers keeps of answers",
            READ_TIMEOUT,
            Set.of());

    public static final Operation<CachePurge, CachePurged> PURGE_CACHE = new Operation<>(
            "lotse.gateway.purge-cache.v1",
            CachePurge.class,
            CachePurged.class,
            "Gives up kept answers at all gateways; answered when all have, or after two seconds",
            WRITE_TIMEOUT,
            Set.of());

    public static final EventType<CachePurgeOrder> CACHE_PURGE_REQUESTED = new EventType<>(
            "CachePurgeRequested",
            "lotse.gateway.cache-purge-requested.v1",
            CachePurgeOrder.class,
            EventType.Reach.MESH,
            "An operator gives up answers that gateways keep; each does so and reports it");

    public static final EventType<CacheReport> CACHE_PURGED = new EventType<>(
            "CachePurged",
            "lotse.gateway.cache-purged.v1",
            CacheReport.class,
            EventType.Reach.MESH,
            "A gateway gave up what a purge names");

    public static final EventType<CircuitChange> CIRCUIT_CHANGED = new EventType<>(
            "CircuitChanged",
            "lotse.gateway.circuit-changed.v1",
            CircuitChange.class,
            EventType.Reach.MESH,
            "The circuit to an instance opened, is half open or closed, as one gateway found out itself; when it opens the"
                    + " others open theirs");

    public static final EventType<CacheInvalidation> CACHE_INVALIDATED = new EventType<>(
            "CacheInvalidated",
            "lotse.gateway.cache-invalidated.v1",
            CacheInvalidation.class,
            EventType.Reach.MESH,
            "A request that may change something went through a gateway and did not fail; the others give up what they keep"
                    + " of its URI, too");

    public static final EventType<RateCounts> RATE_COUNTED = new EventType<>(
            "RateCounted",
            "lotse.gateway.rate-counted.v1",
            RateCounts.class,
            EventType.Reach.MESH,
            "A gateway let requests through that a rate limit counts; told four times a second while there are any, and the"
                    + " others count them as their own");

    private GatewayContract() {}
}
