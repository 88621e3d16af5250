package io.lotse.contracts.gateway;

import java.util.List;

import io.lotse.contracts.Doc;

/** The declared routes. */
@Doc("The declared routes of a node, in the order in which they are tried; the standard path is not among them.")
public record RouteList(
        @Doc("The routes") List<RouteEntry> items,
        @Doc("What was refused as a whole, source by source, and why; what ran before goes on") List<String> refused) {

    public RouteList {
        items = items == null ? List.of() : List.copyOf(items);
        refused = refused == null ? List.of() : List.copyOf(refused);
    }
}
