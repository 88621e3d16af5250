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

    /** As new as the newest acknowledged commit; fails as {@link #read}. */
    CompletableFuture<Reply> newest(Query query) {
        return read(RaftClientRequest.readRequestType(), query);
    }

    /** Fails with {@link ProblemCode#LEDGER_UNAVAILABLE}, or as the query does. */
    CompletableFuture<Reply> read(RaftClientRequest.Type type, Query query) {
        Read read = new Read(type, Wire.message(query));
        read.tryOnce();
        return read.result;
    }

    private final class Read {
        private final RaftClientRequest.Type type;
        private final Message query;
        private final CompletableFuture<Reply> result = new CompletableFuture<>();
        private final long giveUpAt = System.nanoTime() + Commits.PATIENCE.toNanos();

        private Read(RaftClientRequest.Type type, Message query) {
            this.type = type;
            this.query = query;
        }

        private void tryOnce() {
            long left = TimeUnit.NANOSECONDS.toMillis(giveUpAt - System.nanoTime());
            if (left <= 0) {
                result.completeExceptionally(
                        new ContractException(
                                ProblemCode.LEDGER_UNAVAILABLE,
                                "the ledger cannot be read: no voter that is in touch with a majority answers: try again later"));
                return;
            }
            RaftPeerId to = voter.get();
            if (to == null) {
                tryLater();
                return;
            }
            calls.call(to, type, query)
                    .orTimeout(Math.min(left, TRY_MILLIS), TimeUnit.MILLISECONDS)
                    .whenComplete((reply, e) -> {
                        if (e == null) {
                            answer(reply);
                        } else {
                            LOG.debug("event=ledger_read_failed voter={}", to, e);
                            tryLater();
                        }
                    });
        }

        private void answer(Reply reply) {
            try {
                result.complete(reply.orThrow());
            } catch (ContractException e) {
                result.completeExceptionally(e);
            }
        }

        private void tryLater() {
            CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS)
                    .execute(this::tryOnce);
        }
    }
}
