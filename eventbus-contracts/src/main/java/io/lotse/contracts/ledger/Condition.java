package io.lotse.contracts.ledger;

import io.lotse.contracts.Doc;

/** What a key must be for a transaction to be made. */
@Doc("What a key must be for the transaction to be made.")
public record Condition(
        @Doc("The key") String key,
        @Doc(value = "The mod_revision it must have; 0: it must be absent; -1: it must be present", min = -1)
                long modRevision) {

    public static Condition absent(String key) {
        return new Condition(key, 0);
    }

    public static Condition present(String key) {
        return new Condition(key, -1);
    }

    public static Condition unchanged(String key, long modRevision) {
        return new Condition(key, modRevision);
    }
}
