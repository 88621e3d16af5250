package io.lotse.ledger;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.vertx.core.Future;
import org.apache.ratis.protocol.RaftPeerId;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ledger.Changes;
import io.lotse.contracts.ledger.ChangesRequest;
import io.lotse.contracts.ledger.LedgerDescriptor;
import io.lotse.contracts.ledger.LedgerStatus;
import io.lotse.contracts.ledger.Outcome;
import io.lotse.contracts.ledger.Transaction;

/** The embedded ledger, as one of its voters sees it. */
final class VoterStore extends RaftStore {
    private final LedgerDescriptor ledger;
    private final RaftVoter voter;
    private final VoterCalls calls;
    private final Commits commits;
    private final Reads reads;
    private final CommitNews news;

    VoterStore(LedgerDescriptor ledger, RaftVoter voter) {
        this.ledger = ledger;
        this.voter = voter;
        this.calls = new VoterCalls(ledger, voter);
        this.commits = new Commits(calls, this::leader);
        this.reads = new Reads(calls, voter::id);
        this.news = new CommitNews(calls, voter.id(), () -> ledger.voters().size() > 1 && voter.leads());
        if (ledger.voters().size() > 1) {
            new Handover(calls, voter, others(ledger, voter.id())).start();
            if (voter.isTorn()) {
                new LostTail(calls, voter).recover();
            }
        }
    }

    private static List<RaftPeerId> others(LedgerDescriptor ledger, RaftPeerId own) {
        return ledger.voters().stream()
                .map(v -> RaftPeerId.valueOf(v.node()))
                .filter(v -> !v.equals(own))
                .toList();
    }

    private RaftPeerId leader() {
        String leader = voter.machine().status().leader();
        return leader == null ? null : RaftPeerId.valueOf(leader);
    }

    @Override
    Reads reads() {
        return reads;
    }

    @Override
    Commits commits() {
        return commits;
    }

    @Override
    public Future<Outcome> commit(Transaction transaction) {
        return super.commit(transaction).onSuccess(outcome -> {
            if (outcome.revision() > voter.machine().state().revision()) {
                news.fetch();
            }
        });
    }

    @Override
    public Future<Changes> changes(ChangesRequest request) {
        try {
            Changes known = voter.machine().state().changes(request.after());
            if (known.revision() >= request.after()) {
                return Future.succeededFuture(known);
            }
        } catch (ContractException e) {
            return Future.failedFuture(e);
        }
        // the asker is ahead: this voter lags behind, or the ledger was set back
        CompletableFuture<Reply> newest = reads.newest(Query.changes(request.after(), 0));
        return Future.fromCompletionStage(newest.thenApply(Reply::changes));
    }

    @Override
    public LedgerDescriptor describe() {
        return ledger;
    }

    @Override
    public LedgerStatus status() {
        VoterStatus now = voter.machine().status();
        return new LedgerStatus(
                ledger,
                now.role(),
                now.leader(),
                now.revision(),
                now.compactedRevision(),
                now.inTouch(),
                now.storage());
    }

    @Override
    public void onChange(Consumer<Changes> listener) {
        voter.machine().onChange(changes -> {
            listener.accept(changes);
            news.spread();
        });
    }

    @Override
    public Future<Void> close() {
        return Future.fromCompletionStage(CompletableFuture.runAsync(() -> {
            calls.close();
            voter.close();
        }));
    }
}
