package io.lotse.ledger;

import java.util.List;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ledger.Claim;
import io.lotse.contracts.ledger.Condition;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.Transaction;

/** What a transaction must be before it goes into the log. */
final class Validation {
    static final int MAX_KEY = 1_024;
    private static final int MAX_ID = 1_024;

    private Validation() {}

    /** @throws ContractException {@link io.lotse.contracts.ProblemCode#INVALID_REQUEST} that names the field */
    static void check(Transaction transaction) {
        if (transaction.proposedAt() == null) {
            throw ContractException.invalid("proposed_at", "is missing: give the time at which this was proposed");
        }
        length("request_id", transaction.requestId());
        length("fingerprint", transaction.fingerprint());
        transaction.conditions().stream().map(Condition::key).forEach(k -> key("conditions", k));
        transaction.mutations().stream().map(Mutation::key).forEach(k -> key("mutations", k));
        transaction.claims().forEach(Validation::check);
    }

    private static void check(Claim claim) {
        if (claim.candidates() == null || claim.value() == null) {
            throw ContractException.invalid("claims", "candidates and value must be given");
        }
        for (List<String> candidate : claim.candidates()) {
            if (candidate == null || candidate.isEmpty()) {
                throw ContractException.invalid("claims", "a candidate has no key");
            }
            candidate.forEach(k -> key("claims", k));
        }
    }

    private static void key(String field, String key) {
        if (key == null || key.isEmpty() || key.length() > MAX_KEY) {
            throw ContractException.invalid(field, "a key must have 1 to " + MAX_KEY + " characters");
        }
    }

    private static void length(String field, String text) {
        if (text != null && (text.isEmpty() || text.length() > MAX_ID)) {
            throw ContractException.invalid(field, "must have 1 to " + MAX_ID + " characters, or be absent");
        }
    }
}
