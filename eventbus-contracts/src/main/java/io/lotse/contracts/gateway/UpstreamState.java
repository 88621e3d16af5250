package io.lotse.contracts.gateway;

import io.lotse.contracts.Doc;

/** How a node's gateway finds an instance that it sends requests to. */
@Doc("How a node's gateway finds an instance that it sends requests to.")
public record UpstreamState(
        @Doc("The service's name") String service,
        @Doc("The instance's id; of another host's gateway its address") String serviceId,
        @Doc("Where it is asked, HOST:PORT") String endpoint,
        @Doc("Whether it is left out for a while, because it took no connection, failed or was too slow")
                boolean ejected,
        @Doc("Its failures in a row until now") int failures,
        @Doc("The state of its circuit; absent where the route has no breaker") CircuitState circuit) {}
