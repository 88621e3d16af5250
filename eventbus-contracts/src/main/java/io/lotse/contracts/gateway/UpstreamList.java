package io.lotse.contracts.gateway;

import java.util.List;

import io.lotse.contracts.Doc;

/** The instances that a node's gateway sends requests to. */
@Doc("The instances that a node's gateway sends requests to, once for each way in which routes watch them.")
public record UpstreamList(@Doc("The instances") List<UpstreamState> items) {
    public UpstreamList {
        items = items == null ? List.of() : List.copyOf(items);
    }
}
