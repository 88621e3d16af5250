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

/** The embedded ledger, as a node without a vote sees it: everything is asked of the voters, nothing is kept. */
final class ClientStore extends RaftStore {
    private final String node;
    private final Consumer<Throwable> onLost;
    private volatile Consumer<Changes> listener = changes -> {};
    private volatile Link link;

    /** What leads to the voters, where they are now. */
    private record Link(LedgerDescriptor ledger, VoterCalls calls, VoterPoll poll, Commits commits, Reads reads) {
        private void close() {
            poll.close();
            calls.close();
        }
    }

    /** @param onLost told when the voters turn out to keep another ledger */
    ClientStore(String node, LedgerDescriptor ledger, Consumer<Throwable> onLost) {
        this.node = node;
        this.onLost = onLost;
        this.link = connect(ledger);
    }

    private Link connect(LedgerDescriptor ledger) {
        VoterCalls calls = new VoterCalls(ledger, null);
        VoterPoll poll = new VoterPoll(
                calls,
                ledger.voters().stream().map(v -> RaftPeerId.valueOf(v.node())).toList(),
                node.hashCode(),
                onLost);
        poll.onChange(changes -> listener.accept(changes));
        poll.start();
        return new Link(ledger, calls, poll, new Commits(calls, poll::leader), new Reads(calls, poll::voter));
    }

    /** Goes on with the voters where they are now; what was under way with the former ones may fail, as if they were gone. */
    void moveTo(LedgerDescriptor ledger) {
        Link former = link;
        if (!ledger.equals(former.ledger())) {
            link = connect(ledger);
            CompletableFuture.runAsync(former::close);
        }
    }

    @Override
    Reads reads() {
        return link.reads();
    }

    @Override
    Commits commits() {
        return link.commits();
    }

    @Override
    public Future<Changes> changes(ChangesRequest request) {
        Reads reads = reads();
        Query query = Query.changes(request.after(), 0);
        CompletableFuture<Reply> known = reads.read(RaftClientRequest.staleReadRequestType(0), query);
        CompletableFuture<Reply> newest = known.thenCompose(
                // the asker is ahead: the voter lags behind, or the ledger was set back
                reply -> reply.changes().revision() < request.after() ? reads.newest(query) : known);
        return Future.fromCompletionStage(newest.thenApply(Reply::changes));
    }

    @Override
    public LedgerDescriptor describe() {
        return link.ledger();
    }

    @Override
    public LedgerStatus status() {
        Link now = link;
        VoterPoll poll = now.poll();
        RaftPeerId leader = poll.leader();
        return new LedgerStatus(
                now.ledger(),
                "client",
                leader == null ? null : leader.toString(),
                poll.revision(),
                poll.compactedRevision(),
                poll.inTouch(),
                poll.storage());
    }

    @Override
    public void onChange(Consumer<Changes> told) {
        listener = told;
    }

    @Override
    public Future<Void> close() {
        return Future.fromCompletionStage(CompletableFuture.runAsync(link::close));
    }
}
