package io.lotse.contracts.gateway;

import io.lotse.contracts.Doc;

/** What became of a purge. */
@Doc("What became of a purge.")
public record CachePurged(
        @Doc("So many answers were given up, by all gateways that said so") int answers,
        @Doc("So many gateways said that they gave up what they had") int gateways,
        @Doc("So many others said nothing in time; what they keep may last as long as the service said") int silent) {}
