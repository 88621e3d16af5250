package io.lotse.eventlog;

import java.time.Clock;
import java.util.List;

import io.vertx.core.Future;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Empty;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.events.TopicDeclaration;
import io.lotse.contracts.events.TopicPattern;
import io.lotse.contracts.ledger.Condition;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.Transaction;
import io.lotse.meshview.LedgerWriter;

/** Writes to the ledger what is declared about topics. */
final class TopicKeeper {
    private final LedgerWriter ledger;
    private final Clock clock;

    TopicKeeper(LedgerWriter ledger, Clock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    Future<TopicDeclaration> declare(TopicDeclaration asked) {
        Checks.check(asked);
        TopicDeclaration whole = asked.withDefaults();
        return commit(List.of(), Mutation.put(LedgerKeys.topic(whole.pattern()), whole))
                .map(whole);
    }

    Future<Empty> withdraw(TopicPattern asked) {
        if (asked.pattern() == null) {
            throw ContractException.invalid("pattern", "is missing");
        }
        String key = LedgerKeys.topic(asked.pattern());
        return commit(List.of(Condition.present(key)), Mutation.delete(key))
                .compose(done -> done
                        ? Future.succeededFuture(Empty.EMPTY)
                        : Future.failedFuture(new ContractException(
                                ProblemCode.UNKNOWN_TOPIC,
                                "no topics are declared by the pattern " + asked.pattern())));
    }

    /** Whether the conditions held; known to this node's view by then. */
    private Future<Boolean> commit(List<Condition> conditions, Mutation mutation) {
        Transaction transaction =
                new Transaction(null, null, null, clock.instant(), conditions, List.of(), List.of(mutation));
        return ledger.commit(transaction)
                .compose(outcome -> ledger.seen(outcome.revision()).map(outcome.succeeded()));
    }
}
