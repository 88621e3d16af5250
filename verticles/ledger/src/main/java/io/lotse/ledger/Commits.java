package io.lotse.ledger;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.exceptions.LeaderNotReadyException;
import org.apache.ratis.protocol.exceptions.LeaderSteppingDownException;
import org.apache.ratis.protocol.exceptions.ResourceUnavailableException;
import org.apache.ratis.protocol.exceptions.StateMachineException;
import org.apache.ratis.util.JavaUtils;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ledger.Outcome;
import io.lotse.contracts.ledger.Transaction;

/**
 * Brings a transaction to the leader, and again to the next leader, for as long as a caller waits. Each commit has an
 * id (its own, or one made here) by which the state knows a try that was made already, so a lost answer is never a
 * second change. What fails in the end says whether any try can have been made.
 */
final class Commits {
    /** Shorter than a caller's timeout, so that it hears which of the two it is. */
    static final Duration PATIENCE = Duration.ofMillis(4_500);

    /** Less than what Ratis hands from voter to voter at once. */
    static final int MAX_BYTES = 1_500_000;

    private static final long PAUSE_MILLIS = 50;
    /** A leader that takes longer may be gone; asking the next one does no harm. */
    private static final long TRY_MILLIS = 2_000;

    private final VoterCalls calls;
    private final Supplier<RaftPeerId> leader;

    /** @param leader the voter that leads, as far as this node knows; null while none is known */
    Commits(VoterCalls calls, Supplier<RaftPeerId> leader) {
        this.calls = calls;
        this.leader = leader;
    }

    /** Fails as {@link Store#commit}, and with INVALID_REQUEST if the transaction is too large for the log. */
    CompletableFuture<Outcome> commit(Transaction transaction) {
        String attempt = transaction.requestId() == null ? UUID.randomUUID().toString() : null;
        Message command = Wire.message(new Command(attempt, transaction));
        if (command.size() > MAX_BYTES) {
            return CompletableFuture.failedFuture(tooLarge(command.size()));
        }
        Commit commit = new Commit(command);
        commit.tryOnce();
        return commit.result;
    }

    static ContractException tooLarge(int bytes) {
        return ContractException.invalid(
                "transaction", "has " + bytes + " bytes: at most " + MAX_BYTES + " are stored in one step");
    }

    private final class Commit {
        private final Message command;
        private final CompletableFuture<Outcome> result = new CompletableFuture<>();
        private final long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
        private volatile boolean mayBeMade;
        private volatile DiskFullException full;

        private Commit(Message command) {
            this.command = command;
        }

        private void tryOnce() {
            long left = TimeUnit.NANOSECONDS.toMillis(giveUpAt - System.nanoTime());
            if (left <= 0) {
                giveUp();
                return;
            }
            RaftPeerId to = leader.get();
            if (to == null) {
                tryLater();
                return;
            }
            calls.call(to, RaftClientRequest.writeRequestType(), command)
                    .orTimeout(Math.min(left, TRY_MILLIS), TimeUnit.MILLISECONDS)
                    .whenComplete((reply, e) -> {
                        if (e == null) {
                            answer(reply);
                        } else {
                            failed(JavaUtils.unwrapCompletionException(e));
                        }
                    });
        }

        private void answer(Reply reply) {
            try {
                result.complete(reply.orThrow().outcome());
            } catch (ContractException e) {
                result.completeExceptionally(e);
            }
        }

        private void failed(Throwable e) {
            if (e instanceof StateMachineException && e.getCause() instanceof HandingOverException noRoomYet) {
                full = noRoomYet;
                tryLater();
                return;
            }
            if (e instanceof StateMachineException && e.getCause() instanceof DiskFullException noRoom) {
                refuse(noRoom);
                return;
            }
            if (e instanceof StateMachineException) {
                giveUp(e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
                return;
            }
            mayBeMade |= !isCertainlyNotMade(e);
            tryLater();
        }

        private static boolean isCertainlyNotMade(Throwable e) {
            return e instanceof LeaderNotReadyException
                    || e instanceof LeaderSteppingDownException
                    || e instanceof ResourceUnavailableException;
        }

        private void tryLater() {
            Executor later = CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            later.execute(this::tryOnce);
        }

        private void giveUp() {
            if (full == null) {
                giveUp("no voter leads a majority");
            } else {
                refuse(full);
            }
        }

        private void refuse(DiskFullException noRoom) {
            result.completeExceptionally(
                    mayBeMade ? unknown() : new ContractException(ProblemCode.LEDGER_DISK_FULL, noRoom.getMessage()));
        }

        private ContractException unknown() {
            return new ContractException(
                    ProblemCode.OUTCOME_UNKNOWN,
                    "the change was sent but not confirmed: ask again with the same request id");
        }

        private void giveUp(String why) {
            result.completeExceptionally(
                    mayBeMade
                            ? unknown()
                            : new ContractException(
                                    ProblemCode.LEDGER_UNAVAILABLE,
                                    "the change was not made: " + why + ": try again later"));
        }
    }
}
