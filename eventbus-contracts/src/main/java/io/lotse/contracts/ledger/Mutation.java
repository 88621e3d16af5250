package io.lotse.contracts.ledger;

import java.util.Map;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.Doc;

/** One put or one delete of a transaction. */
@Doc("One put or one delete of a transaction.")
public record Mutation(
        @Doc("The key") String key, @Doc("The value to put; absent to delete the key") Map<String, Object> value) {

    /** Puts the record at the key. */
    public static Mutation put(String key, Object value) {
        return new Mutation(key, ContractCodec.encode(value).getMap());
    }

    /** Removes the key; nothing happens if it is absent. */
    public static Mutation delete(String key) {
        return new Mutation(key, null);
    }
}
