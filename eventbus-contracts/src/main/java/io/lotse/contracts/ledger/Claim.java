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
        @Doc("The value to put at each key of the candidate that was free") Map<String, Object> value,
        @Doc("For each candidate, by its index, the keys that must be absent too and are not put; absent where no"
                        + " candidate has any")
                List<List<String>> rivals) {

    public Claim {
        if (rivals != null && rivals.stream().allMatch(List::isEmpty)) {
            rivals = null;
        }
    }

    /** Candidates that nothing but themselves keeps from being claimed. */
    public Claim(List<List<String>> candidates, Map<String, Object> value) {
        this(candidates, value, null);
    }

    /** The first of these keys that is absent. */
    public static Claim first(List<String> keys, Object value) {
        return new Claim(
                keys.stream().map(List::of).toList(),
                ContractCodec.encode(value).getMap());
    }

    /** The keys that must be absent too for a candidate; none for most. */
    public List<String> rivalsOf(int candidate) {
        return rivals == null ? List.of() : rivals.get(candidate);
    }
}
