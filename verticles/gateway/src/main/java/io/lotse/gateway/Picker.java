package io.lotse.gateway;

import java.util.Collection;

/** A strategy: picks where a request goes. One for each set of endpoints and event loop. */
interface Picker {
    /**
     * The endpoint for a request: of those that were not tried, one that admits requests; if none does, any of them, for a
     * service must not shrink to nothing because requests failed.
     *
     * @param tried where this request has failed already
     * @return null if every endpoint has been tried or has an open circuit
     */
    Endpoint pick(InboundRequest request, Collection<Endpoint> tried);
}
