package io.lotse.gateway;

import io.lotse.contracts.gateway.RouteDefinition;
import io.lotse.contracts.gateway.RouteSource;

/**
 * A route as somebody declared it.
 *
 * @param revision the ledger's revision that put it; 0 for one that is not in the ledger
 */
record Declared(RouteDefinition definition, RouteSource source, long revision) {}
