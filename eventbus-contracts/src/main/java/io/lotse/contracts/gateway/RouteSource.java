package io.lotse.contracts.gateway;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.lotse.contracts.Doc;

/** Who declared a route; of two routes alike the source named first counts. */
@Doc("Who declared a route; of two routes alike the source named first counts.")
public enum RouteSource {
    /** The node's file of routes. */
    @JsonProperty("file")
    FILE,
    /** The ledger: API, command line and dashboard. */
    @JsonProperty("ledger")
    LEDGER,
    /** An instance's metadata. */
    @JsonProperty("metadata")
    METADATA
}
