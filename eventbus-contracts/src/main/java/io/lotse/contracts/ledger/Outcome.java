package io.lotse.contracts.ledger;

import java.util.List;
import java.util.Map;

import io.lotse.contracts.Doc;

/** What became of a transaction. */
@Doc("What became of a transaction.")
public record Outcome(
        @Doc("Whether it was made") boolean succeeded,
        @Doc("The revision it made; where it was not made, the revision it was refused at") long revision,
        @Doc("For each claim the index of the candidate that was free; empty where it was not made")
                List<Integer> claimed,
        @Doc("The first key whose condition did not hold; absent where all held") String failedKey,
        @Doc("The index of the first claim that found no free candidate; absent where all did") Integer failedClaim,
        @Doc("The keys that the claims put") List<String> claimedKeys,
        @Doc("Whether this is the outcome of an earlier request with the same id") boolean repeated,
        @Doc("What the first request gave to be kept; absent if it gave nothing") Map<String, Object> memo) {

    public Outcome {
        claimed = claimed == null ? List.of() : List.copyOf(claimed);
        claimedKeys = claimedKeys == null ? List.of() : List.copyOf(claimedKeys);
    }
}
