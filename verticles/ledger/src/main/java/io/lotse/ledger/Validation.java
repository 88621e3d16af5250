package io.lotse.ledger;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Counts;
import io.lotse.contracts.ledger.Claim;
import io.lotse.contracts.ledger.Condition;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.Transaction;

/** What a transaction must be before it goes into the log. */
final class Validation {
    static final int MAX_KEY = 1_024;
    private static final int MAX_ID = 1_024;
    /** Far less than what a parser takes: an answer with the value in it is deeper still, and must be readable. */
    private static final int MAX_DEPTH = 100;

    private static final Instant END_OF_TIME = Instant.parse("9999-12-31T23:59:59Z");

    private Validation() {}

    /** @throws ContractException {@link io.lotse.contracts.ProblemCode#INVALID_REQUEST} that names the field */
    static void check(Transaction transaction) {
        if (transaction.proposedAt() == null) {
            throw ContractException.invalid("proposed_at", "is missing: give the time at which this was proposed");
        }
        if (transaction.proposedAt().isBefore(Instant.EPOCH)
                || transaction.proposedAt().isAfter(END_OF_TIME)) {
            throw ContractException.invalid("proposed_at", "must be a time from the year 1970 to 9999");
        }
        id("request_id", transaction.requestId());
        id("fingerprint", transaction.fingerprint());
        value("memo", transaction.memo(), 0);
        transaction.conditions().stream().map(Condition::key).forEach(k -> key("conditions", k));
        transaction.mutations().forEach(Validation::check);
        transaction.claims().forEach(Validation::check);
    }

    private static void check(Mutation mutation) {
        key("mutations", mutation.key());
        value("mutations", mutation.value(), 0);
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
        value("claims", claim.value(), 0);
        if (claim.rivals() != null) {
            checkRivals(claim);
        }
    }

    private static void checkRivals(Claim claim) {
        if (claim.rivals().size() != claim.candidates().size()) {
            throw ContractException.invalid(
                    "claims",
                    "has " + Counts.of(claim.candidates().size(), "candidate") + " and rivals for "
                            + claim.rivals().size() + ": give a list of rivals, which may be empty, for each");
        }
        claim.rivals().forEach(rivals -> rivals.forEach(k -> key("claims", k)));
    }

    private static void key(String field, String key) {
        if (key == null || key.isEmpty() || key.length() > MAX_KEY) {
            throw ContractException.invalid(field, "a key must have 1 to " + MAX_KEY + " characters");
        }
        text(field, key);
    }

    private static void id(String field, String id) {
        if (id != null && (id.isEmpty() || id.length() > MAX_ID)) {
            throw ContractException.invalid(field, "must have 1 to " + MAX_ID + " characters, or be absent");
        }
        text(field, id);
    }

    private static void value(String field, Object value, int depth) {
        if (depth > MAX_DEPTH) {
            throw ContractException.invalid(field, "a value must not be nested deeper than " + MAX_DEPTH);
        }
        if (value instanceof String text) {
            text(field, text);
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((name, inner) -> {
                value(field, name, depth + 1);
                value(field, inner, depth + 1);
            });
        } else if (value instanceof Iterable<?> list) {
            list.forEach(inner -> value(field, inner, depth + 1));
        }
    }

    /** The log is UTF-8, in which half of a surrogate pair would come back as a question mark. */
    private static void text(String field, String text) {
        if (text != null && !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw ContractException.invalid(
                    field, "a text must be of whole characters: it has half of a surrogate pair");
        }
    }
}
