package io.lotse.contracts.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.lotse.contracts.Doc;

/** A change of the ledger, made whole or not at all. */
@Doc("A change of the ledger, made whole or not at all, as one revision.")
public record Transaction(
        @Doc("Asked again with the same id within 24 h, the first outcome is given again; absent for a change that may"
                        + " be made twice without harm")
                String requestId,
        @Doc("What stands for the request's content: the same id with another fingerprint fails with"
                        + " idempotency-key-reused; absent where nobody compares")
                String fingerprint,
        @Doc("Kept with the outcome and given back on a repeat; absent where nothing is needed")
                Map<String, Object> memo,
        @Doc("When the proposer made it, by its clock; request ids are kept by this time") Instant proposedAt,
        @Doc("All must hold") List<Condition> conditions,
        @Doc("All must find a free candidate, in this order") List<Claim> claims,
        @Doc("Made after the claims") List<Mutation> mutations) {

    public Transaction {
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
        claims = claims == null ? List.of() : List.copyOf(claims);
        mutations = mutations == null ? List.of() : List.copyOf(mutations);
    }

    /** Mutations under conditions, without a request id. */
    public static Transaction of(Instant proposedAt, List<Condition> conditions, List<Mutation> mutations) {
        return new Transaction(null, null, null, proposedAt, conditions, List.of(), mutations);
    }
}
