package io.lotse.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.vertx.core.Future;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ledger.Claim;
import io.lotse.contracts.ledger.Condition;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.Outcome;
import io.lotse.contracts.ledger.Transaction;

/** Transactions for tests. */
final class Commands {
    static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private Commands() {}

    static Map<String, Object> value(Object content) {
        return Map.of("content", content);
    }

    static Mutation put(String key, Object content) {
        return new Mutation(key, value(content));
    }

    static Transaction mutate(Mutation... mutations) {
        return Transaction.of(NOON, List.of(), List.of(mutations));
    }

    static Transaction mutateIf(Condition condition, Mutation... mutations) {
        return Transaction.of(NOON, List.of(condition), List.of(mutations));
    }

    static Transaction claim(String content, List<String> keys) {
        Claim claim = new Claim(keys.stream().map(List::of).toList(), value(content));
        return new Transaction(null, null, null, NOON, List.of(), List.of(claim), List.of());
    }

    static Transaction asked(String requestId, String fingerprint, Instant at, Mutation... mutations) {
        return new Transaction(
                requestId, fingerprint, value("memo of " + requestId), at, List.of(), List.of(), List.of(mutations));
    }

    /** As a caller does it whom a busy machine keeps waiting: asks with an id, and again while it is not known. */
    static Future<Outcome> settled(Store store, Transaction transaction) {
        Transaction named = transaction.requestId() != null
                ? transaction
                : new Transaction(
                        UUID.randomUUID().toString(),
                        null,
                        null,
                        transaction.proposedAt(),
                        transaction.conditions(),
                        transaction.claims(),
                        transaction.mutations());
        return store.commit(named).recover(e -> isUnsettled(e) ? settled(store, named) : Future.failedFuture(e));
    }

    private static boolean isUnsettled(Throwable e) {
        return e instanceof ContractException known
                && (known.code() == ProblemCode.OUTCOME_UNKNOWN || known.code() == ProblemCode.LEDGER_UNAVAILABLE);
    }
}
