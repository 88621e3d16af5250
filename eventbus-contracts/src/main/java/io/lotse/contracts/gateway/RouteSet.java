package io.lotse.contracts.gateway;

import java.util.List;

import io.lotse.contracts.Doc;

/** Routes that are to be looked through together. */
@Doc("Routes that are to be looked through together.")
public record RouteSet(@Doc("The routes") List<RouteDefinition> routes) {
    public RouteSet {
        routes = routes == null ? List.of() : List.copyOf(routes);
    }
}
