package io.lotse.contracts.gateway;

import io.lotse.contracts.Doc;

/** A purge that all gateways are to do. */
@Doc("A purge that all gateways are to do.")
public record CachePurgeOrder(
        @Doc("The purge's id, by which gateways report that they are done") String purgeId,
        @Doc("Which answers they give up") CachePurge purge) {}
