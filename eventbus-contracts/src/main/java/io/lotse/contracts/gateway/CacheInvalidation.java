package io.lotse.contracts.gateway;

import java.util.List;

import io.lotse.contracts.Doc;

/** What is kept of these URIs is not true any more. */
@Doc("What is kept of these URIs is not true any more.")
public record CacheInvalidation(
        @Doc("The id of the gateway that tells, new at each start") String gateway,
        @Doc("The URIs, whole, as clients ask for them") List<String> uris) {

    public CacheInvalidation {
        uris = uris == null ? List.of() : List.copyOf(uris);
    }
}
