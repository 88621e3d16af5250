package io.lotse.ledger;

import io.vertx.core.Future;

import io.lotse.contracts.ledger.Outcome;
import io.lotse.contracts.ledger.OutcomeQuery;
import io.lotse.contracts.ledger.OutcomeReply;
import io.lotse.contracts.ledger.RangePage;
import io.lotse.contracts.ledger.RangeRequest;
import io.lotse.contracts.ledger.Transaction;

/** What a voter and a node without a vote do alike: they ask the voters by Ratis. */
abstract class RaftStore implements Store {

    /** How the newest is read. */
    abstract Reads reads();

    /** How a change is made. */
    abstract Commits commits();

    @Override
    public Future<RangePage> range(RangeRequest request) {
        return Future.fromCompletionStage(reads().newest(Query.of(request)).thenApply(Reply::page));
    }

    @Override
    public Future<Outcome> commit(Transaction transaction) {
        return Future.fromCompletionStage(commits().commit(transaction));
    }

    @Override
    public Future<OutcomeReply> outcome(OutcomeQuery query) {
        return Future.fromCompletionStage(reads().newest(Query.of(query)).thenApply(Reply::earlier));
    }
}
