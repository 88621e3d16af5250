package io.lotse.ledger;

import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ledger.Changes;
import io.lotse.contracts.ledger.Outcome;
import io.lotse.contracts.ledger.Transaction;

/**
 * Brings transactions to the database, all that wait at once in one batch, and again for as long as a caller waits. Each
 * has an id (its own, or one made here) by which the database knows a try that was made already, so a lost answer is
 * never a second change. What fails in the end says whether any try can have been made.
 */
final class PgCommits {
    private static final Logger LOG = LoggerFactory.getLogger(PgCommits.class);
    private static final int MAX_COMMANDS = 500;
    private static final int MAX_BYTES = 4 << 20;
    private static final long TRY_MILLIS = 2_000;
    private static final long PAUSE_MILLIS = 50;

    private final Vertx vertx;
    /** Everything below happens here. */
    private final Context context;

    private final PgDatabase database;
    private final BiConsumer<Changes, OffsetDateTime> onMade;
    private final Deque<Commit> waiting = new ArrayDeque<>();
    private int maxCommands = MAX_COMMANDS;
    private boolean busy;
    private String fault = "it was not reached yet";

    /** @param onMade told what a batch changed and when the last of it was made, once it is committed and before its callers are answered; on the context */
    PgCommits(Vertx vertx, Context context, PgDatabase database, BiConsumer<Changes, OffsetDateTime> onMade) {
        this.vertx = vertx;
        this.context = context;
        this.database = database;
        this.onMade = onMade;
    }

    /** Fails as {@link Store#commit}, and with INVALID_REQUEST if the transaction is larger than the embedded ledger takes. */
    Future<Outcome> commit(Transaction transaction) {
        Command command = new Command(transaction.requestId() == null ? PgBatch.newAttempt() : null, transaction);
        int bytes = Wire.bytes(command).length;
        if (bytes > Commits.MAX_BYTES) {
            return Future.failedFuture(Commits.tooLarge(bytes));
        }
        Commit commit = new Commit(command, bytes);
        context.runOnContext(v -> {
            commit.start();
            waiting.add(commit);
            next();
        });
        return commit.result.future();
    }

    private void next() {
        if (busy) {
            return;
        }
        List<Commit> taken = take();
        if (taken.isEmpty()) {
            return;
        }
        busy = true;
        PgBatch batch = new PgBatch(database, taken.stream().map(c -> c.command).toList());
        taken.forEach(c -> c.batch = batch);
        batch.run()
                .timeout(TRY_MILLIS, TimeUnit.MILLISECONDS)
                .onComplete(done -> context.runOnContext(v -> {
                    if (done.succeeded()) {
                        made(taken, batch, done.result());
                    } else {
                        failed(taken, batch, done.cause());
                    }
                }));
    }

    private List<Commit> take() {
        List<Commit> taken = new ArrayList<>();
        int bytes = 0;
        while (!waiting.isEmpty() && taken.size() < maxCommands && bytes < MAX_BYTES) {
            Commit commit = waiting.poll();
            if (!commit.isAnswered()) {
                taken.add(commit);
                bytes += commit.bytes;
            }
        }
        return taken;
    }

    private void made(List<Commit> taken, PgBatch batch, List<PgBatch.Made> made) {
        maxCommands = Math.min(MAX_COMMANDS, maxCommands * 2);
        if (batch.changes() != null) {
            onMade.accept(batch.changes(), batch.madeAt());
        }
        for (int i = 0; i < taken.size(); i++) {
            taken.get(i).answer(made.get(i));
        }
        busy = false;
        next();
    }

    private void failed(List<Commit> taken, PgBatch batch, Throwable e) {
        batch.abandon();
        taken.forEach(c -> c.triedIn(batch));
        if (PgFaults.isOfTheCommand(e) && !batch.mayBeMade()) {
            separate(taken, e);
            return;
        }
        LOG.debug("event=batch_failed commands={} may_be_made={}", taken.size(), batch.mayBeMade(), e);
        fault = PgFaults.reason(e);
        if (e instanceof PgDatabase.OtherLedger || e instanceof PgLineage.SetBack) {
            taken.forEach(Commit::giveUp);
            busy = false;
            next();
            return;
        }
        putBack(taken);
        vertx.setTimer(
                PAUSE_MILLIS,
                id -> context.runOnContext(v -> {
                    busy = false;
                    next();
                }));
    }

    /** One of them spoils the others: it is found by halves. */
    private void separate(List<Commit> taken, Throwable e) {
        if (taken.size() == 1) {
            LOG.warn("event=command_refused reason=\"{}\"", e.getMessage());
            taken.get(0)
                    .fail(ContractException.invalid(
                            "transaction", "cannot be kept by PostgreSQL: " + PgFaults.reason(e)));
            maxCommands = MAX_COMMANDS;
        } else {
            maxCommands = taken.size() / 2;
            putBack(taken);
        }
        busy = false;
        next();
    }

    private void putBack(List<Commit> taken) {
        for (int i = taken.size() - 1; i >= 0; i--) {
            waiting.addFirst(taken.get(i));
        }
    }

    private final class Commit {
        private final Command command;
        private final int bytes;
        private final Promise<Outcome> result = Promise.promise();
        private PgBatch batch;
        private boolean mayBeMade;
        private long timer;

        private Commit(Command command, int bytes) {
            this.command = command;
            this.bytes = bytes;
        }

        private void start() {
            timer = vertx.setTimer(Commits.PATIENCE.toMillis(), id -> context.runOnContext(v -> giveUp()));
        }

        private boolean isAnswered() {
            return result.future().isComplete();
        }

        private void triedIn(PgBatch failed) {
            mayBeMade |= failed.mayBeMade();
            batch = null;
        }

        private void answer(PgBatch.Made made) {
            vertx.cancelTimer(timer);
            if (made.failure() == null) {
                result.tryComplete(made.outcome());
            } else {
                result.tryFail(made.failure());
            }
        }

        private void fail(ContractException e) {
            vertx.cancelTimer(timer);
            result.tryFail(e);
        }

        /** A batch that is at work may still be made. */
        private void giveUp() {
            boolean underWay = batch != null && !batch.abandonIfStuck();
            fail(
                    mayBeMade || underWay
                            ? new ContractException(
                                    ProblemCode.OUTCOME_UNKNOWN,
                                    "the change was sent but not confirmed: ask again with the same request id")
                            : new ContractException(
                                    ProblemCode.LEDGER_UNAVAILABLE,
                                    "the change was not made: PostgreSQL at " + database.place() + ": " + fault
                                            + ": try again later"));
        }
    }
}
