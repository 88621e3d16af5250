package io.lotse.contracts.ledger;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Doc;

/** Asks for the keys with a prefix, in order. */
@Doc("Asks for the keys with a prefix, in order, page by page.")
public record RangeRequest(
        @Doc("What the keys begin with; empty for all") String prefix,
        @Doc("Only keys behind this one; absent to begin at the first") String after,
        @Doc(value = "The largest number of entries in the reply, 1 to 10000", min = 1, max = RangeRequest.MAX_LIMIT)
                int limit) {

    public static final int MAX_LIMIT = 10_000;

    public RangeRequest {
        if (prefix == null) {
            throw ContractException.invalid("prefix", "is missing: give the beginning of the keys, or an empty text");
        }
        if (limit < 1 || limit > MAX_LIMIT) {
            throw ContractException.invalid("limit", "is " + limit + ": give 1 to " + MAX_LIMIT);
        }
    }
}
