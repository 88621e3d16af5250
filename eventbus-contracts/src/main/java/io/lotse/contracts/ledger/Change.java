package io.lotse.contracts.ledger;

import io.lotse.contracts.Doc;

/** One key's change. */
@Doc("One key's change.")
public record Change(
        @Doc("The revision that made it; a transaction's changes share one") long revision,
        @Doc("The key") String key,
        @Doc("What the key holds now; absent where it was deleted") Entry entry) {}
