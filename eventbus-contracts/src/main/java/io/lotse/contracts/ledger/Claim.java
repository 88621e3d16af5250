package io.lotse.contracts.ledger;

import java.util.List;
import java.util.Map;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.Doc;

/** Puts a value at the first candidate that is free, in one step. */
@Doc("Puts a value at the first candidate whose keys are all absent, in one step.")
public record Claim(
        @Doc("The candidates in the order of preference; each is one key or several that are claimed together")
                List<List<String>> candidates,
        @Doc("The value to put at each key of the candidate that was free") Map<String, Object> value) {

    /** The first of these keys that is absent. */
    public static Claim first(List<String> keys, Object value) {
        return new Claim(
                keys.stream().map(List::of).toList(),
                ContractCodec.encode(value).getMap());
    }
}
