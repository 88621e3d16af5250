package io.lotse.contracts.gateway;

import java.util.List;

import io.lotse.contracts.Doc;

/** The API keys of the ledger. */
@Doc("The API keys of the ledger, by name.")
public record ApiKeyList(@Doc("The keys") List<ApiKey> items) {

    public ApiKeyList {
        items = items == null ? List.of() : List.copyOf(items);
    }
}
