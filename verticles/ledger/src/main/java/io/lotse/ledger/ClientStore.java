package io.lotse.ledger;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.vertx.core.Future;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftPeerId;

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

/** The embedded ledger, as a node without a vote sees it: everything is asked of the voters, nothing is kept. */
final class ClientStore implements Store {
    private final LedgerDescriptor ledger;
    private final VoterCalls calls;
    private final VoterPoll poll;
    private final Commits commits;
    private final Reads reads;

    /** @param onLost told when the voters turn out to keep another ledger */
    ClientStore(String node, LedgerDescriptor ledger, Consumer<Throwable> onLost) {
        this.ledger = ledger;
        this.calls = new VoterCalls(ledger, null);
        this.poll = new VoterPoll(
                calls,
                ledger.voters().stream().map(v -> RaftPeerId.valueOf(v.node())).toList(),
                node.hashCode(),
                onLost);
        this.commits = new Commits(calls, poll::leader);
        this.reads = new Reads(calls, poll::voter);
        poll.start();
    }

    @Override
    public Future<RangePage> range(RangeRequest request) {
        return Future.fromCompletionStage(reads.newest(Query.of(request)).thenApply(Reply::page));
    }

    @Override
    public Future<Outcome> commit(Transaction transaction) {
        return Future.fromCompletionStage(commits.commit(transaction));
    }

    @Override
    public Future<OutcomeReply> outcome(OutcomeQuery query) {
        return Future.fromCompletionStage(reads.newest(Query.of(query)).thenApply(Reply::earlier));
    }

    @Override
    public Future<Changes> changes(ChangesRequest request) {
        Query query = Query.changes(request.after(), 0);
        CompletableFuture<Reply> known = reads.read(RaftClientRequest.staleReadRequestType(0), query);
        CompletableFuture<Reply> newest = known.thenCompose(
                // the asker is ahead: the voter lags behind, or the ledger was set back
                reply -> reply.changes().revision() < request.after() ? reads.newest(query) : known);
        return Future.fromCompletionStage(newest.thenApply(Reply::changes));
    }

    @Override
    public LedgerDescriptor describe() {
        return ledger;
    }

    @Override
    public LedgerStatus status() {
        RaftPeerId leader = poll.leader();
        return new LedgerStatus(
                ledger,
                "client",
                leader == null ? null : leader.toString(),
                poll.revision(),
                poll.compactedRevision(),
                poll.inTouch());
    }

    @Override
    public void onChange(Consumer<Changes> listener) {
        poll.onChange(listener);
    }

    @Override
    public Future<Void> close() {
        poll.close();
        return Future.fromCompletionStage(CompletableFuture.runAsync(calls::close));
    }
}
