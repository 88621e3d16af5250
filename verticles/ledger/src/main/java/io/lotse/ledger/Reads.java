package io.lotse.ledger;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftPeerId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;

/** Reads what is newest, by way of a voter that asks the leader how far it must have come; again while it fails. */
final class Reads {
    private static final Logger LOG = LoggerFactory.getLogger(Reads.class);
    private static final long PAUSE_MILLIS = 50;
    private static final long TRY_MILLIS = 2_000;

    private final VoterCalls calls;
    private final Supplier<RaftPeerId> voter;

    /** @param voter whom to ask; null while nobody can be reached */
    Reads(VoterCalls calls, Supplier<RaftPeerId> voter) {
        this.calls = calls;
        this.voter = voter;
    }

    /** Fails with {@link ProblemCode#LEDGER_UNAVAILABLE}, or as the query does. */
    CompletableFuture<Reply> read(Query query) {
        CompletableFuture<Reply> result = new CompletableFuture<>();
        tryOnce(Wire.message(query), result, System.nanoTime() + Commits.PATIENCE.toNanos());
        return result;
    }

    private void tryOnce(Message query, CompletableFuture<Reply> result, long giveUpAt) {
        long left = TimeUnit.NANOSECONDS.toMillis(giveUpAt - System.nanoTime());
        if (left <= 0) {
            result.completeExceptionally(new ContractException(
                    ProblemCode.LEDGER_UNAVAILABLE,
                    "the ledger cannot be read: no voter that is in touch with a majority can be reached"));
            return;
        }
        RaftPeerId to = voter.get();
        if (to == null) {
            later(() -> tryOnce(query, result, giveUpAt));
            return;
        }
        calls.call(to, RaftClientRequest.readRequestType(), query)
                .orTimeout(Math.min(left, TRY_MILLIS), TimeUnit.MILLISECONDS)
                .whenComplete((reply, e) -> {
                    if (e == null) {
                        complete(result, reply);
                    } else {
                        LOG.debug("event=ledger_read_failed voter={}", to, e);
                        later(() -> tryOnce(query, result, giveUpAt));
                    }
                });
    }

    private static void complete(CompletableFuture<Reply> result, Reply reply) {
        try {
            result.complete(reply.orThrow());
        } catch (ContractException e) {
            result.completeExceptionally(e);
        }
    }

    private static void later(Runnable task) {
        CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS).execute(task);
    }
}
