package io.lotse.ledger;

import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ledger.Changes;
import io.lotse.contracts.ledger.ChangesRequest;
import io.lotse.contracts.ledger.LedgerDescriptor;
import io.lotse.contracts.ledger.LedgerStatus;
import io.lotse.contracts.ledger.Outcome;
import io.lotse.contracts.ledger.OutcomeQuery;
import io.lotse.contracts.ledger.OutcomeReply;
import io.lotse.contracts.ledger.RangePage;
import io.lotse.contracts.ledger.RangeRequest;
import io.lotse.contracts.ledger.Transaction;

/** The ledger in PostgreSQL. Every node speaks to the database itself; the nodes know nothing of each other here. */
final class PgStore implements Store {
    private final LedgerDescriptor ledger;
    private final PgDatabase database;
    private final PgReads reads;
    private final PgFollower follower;
    private final PgCommits commits;

    PgStore(Vertx vertx, PgDatabase database, LedgerDescriptor ledger, LedgerConfig.Limits limits) {
        Context context = vertx.getOrCreateContext();
        this.ledger = ledger;
        this.database = database;
        this.reads = new PgReads(vertx, database);
        this.follower = new PgFollower(vertx, context, database, reads, new PgCompaction(database, limits));
        this.commits = new PgCommits(vertx, context, database, follower::made);
        follower.start();
    }

    static LedgerDescriptor describe(UUID ledgerId) {
        return new LedgerDescriptor(ledgerId.toString(), LedgerDescriptor.POSTGRES, List.of());
    }

    @Override
    public Future<RangePage> range(RangeRequest request) {
        return ifWhole(() -> reads.range(request));
    }

    @Override
    public Future<Outcome> commit(Transaction transaction) {
        return ifWhole(() -> commits.commit(transaction));
    }

    @Override
    public Future<OutcomeReply> outcome(OutcomeQuery query) {
        return ifWhole(() -> reads.outcome(query));
    }

    @Override
    public Future<Changes> changes(ChangesRequest request) {
        return ifWhole(() -> reads.changes(request.after()));
    }

    private <T> Future<T> ifWhole(Supplier<Future<T>> call) {
        try {
            database.lineage().requireWhole();
            return call.get();
        } catch (ContractException e) {
            return Future.failedFuture(e);
        }
    }

    @Override
    public LedgerDescriptor describe() {
        return ledger;
    }

    @Override
    public LedgerStatus status() {
        return new LedgerStatus(
                ledger,
                "client",
                database.place(),
                follower.revision(),
                follower.compactedRevision(),
                follower.inTouch());
    }

    @Override
    public void onChange(Consumer<Changes> listener) {
        follower.onChange(listener);
    }

    @Override
    public Future<Void> close() {
        follower.close();
        return database.close();
    }
}
