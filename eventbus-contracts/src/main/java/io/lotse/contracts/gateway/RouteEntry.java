package io.lotse.contracts.gateway;

import java.util.List;

import io.lotse.contracts.Doc;

/** A declared route with what is to be said about it. */
@Doc("A declared route with what is to be said about it.")
public record RouteEntry(
        @Doc("The route") RouteDefinition route,
        @Doc("file, ledger or metadata") RouteSource source,
        @Doc("The ledger's revision that put it; 0 for one that is not in the ledger") long revision,
        @Doc("What should be looked at: that another route takes all of its requests, that its service is unknown")
                List<String> warnings) {

    public RouteEntry {
        warnings = warnings == null ? List.of() : List.copyOf(warnings);
    }
}
