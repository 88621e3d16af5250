package io.lotse.ledger;

import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ledger.Change;
import io.lotse.contracts.ledger.Changes;
import io.lotse.contracts.ledger.LedgerContract;
import io.lotse.contracts.ledger.LedgerDescriptor;
import io.lotse.contracts.ledger.LedgerStatus;
import io.lotse.contracts.ledger.Outcome;
import io.lotse.contracts.ledger.Transaction;

/**
 * The ledger's real state served on a bus, without a log and without voters, and with all that a network may do to a
 * request: by a plan that a seed decides, answers come late and out of order, are lost, or come before the change is
 * made, requests are refused, and views are told late. It remembers every change.
 */
public final class ScriptedLedger {
    private static final int MOST_DELAY_MILLIS = 4;
    private static final LedgerDescriptor LEDGER = new LedgerDescriptor("scripted", "embedded", List.of());

    private final Vertx vertx;
    private final Context context;
    private final Random random;
    private final KeyValueState state = new KeyValueState(new ChangeHistory(1_000_000, 1L << 30));
    private long told;
    private boolean calm;

    private ScriptedLedger(Vertx vertx, long seed) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.random = new Random(seed);
    }

    /** Serves a new ledger; blocks until it is ready, so not on an event loop. */
    public static ScriptedLedger serve(Vertx vertx, long seed) {
        ScriptedLedger ledger = new ScriptedLedger(vertx, seed);
        var bus = vertx.eventBus();
        List<MessageConsumer<?>> served = List.of(
                LedgerContract.COMMIT.serve(bus, t -> ledger.here(() -> ledger.commit(t))),
                LedgerContract.RANGE.serve(bus, q -> ledger.here(() -> ledger.answer(() -> ledger.state.range(q)))),
                LedgerContract.OUTCOME.serve(bus, q -> ledger.here(() -> ledger.answer(() -> ledger.state.outcome(q)))),
                LedgerContract.CHANGES.serve(
                        bus, q -> ledger.here(() -> ledger.answer(() -> ledger.state.changes(q.after())))),
                LedgerContract.STATUS.serve(bus, q -> Future.succeededFuture(ledger.status())));
        Future.all(served.stream().map(MessageConsumer::completion).toList())
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        vertx.setPeriodic(50, t -> LedgerContract.CHECKED.publish(bus, ledger.status()));
        return ledger;
    }

    /** From now on every request is answered, and at once. */
    public void calmDown() {
        context.runOnContext(v -> calm = true);
    }

    /** Every change that was made, in order. */
    public List<Change> history() {
        return state.changes(0).changes();
    }

    /** The last revision. */
    public long revision() {
        return state.revision();
    }

    private Future<Outcome> commit(Transaction transaction) {
        Validation.check(transaction);
        int fate = calm ? 100 : random.nextInt(100);
        if (fate < 5) {
            return later(() -> {
                throw new ContractException(ProblemCode.LEDGER_UNAVAILABLE, "the change was not made: by the script");
            });
        }
        Future<Outcome> made = later(() -> make(transaction));
        if (fate < 8) {
            // a proposer that gave up while its change was still under way
            return later(ScriptedLedger::lost);
        }
        return fate < 16 ? made.compose(v -> later(ScriptedLedger::lost)) : made.compose(v -> later(() -> v));
    }

    private Outcome make(Transaction transaction) {
        Outcome outcome = state.apply(new Command(null, transaction));
        later(() -> {
            tell();
            return null;
        });
        return outcome;
    }

    private void tell() {
        Changes news = state.changes(told);
        if (news.revision() > told) {
            told = news.revision();
            LedgerContract.ADVANCED.publish(vertx.eventBus(), news);
        }
    }

    private static Outcome lost() {
        throw new ContractException(ProblemCode.OUTCOME_UNKNOWN, "sent but not confirmed: by the script");
    }

    private <T> Future<T> answer(Supplier<T> read) {
        return later(read).compose(v -> later(() -> v));
    }

    private LedgerStatus status() {
        return new LedgerStatus(LEDGER, "leader", "scripted", told, state.compactedRevision(), true);
    }

    private <T> Future<T> later(Supplier<T> what) {
        int millis = calm ? 0 : random.nextInt(MOST_DELAY_MILLIS);
        Promise<T> promise = Promise.promise();
        Runnable run = () -> {
            try {
                promise.complete(what.get());
            } catch (ContractException e) {
                promise.fail(e);
            }
        };
        if (millis == 0) {
            context.runOnContext(v -> run.run());
        } else {
            vertx.setTimer(millis, t -> context.runOnContext(v -> run.run()));
        }
        return promise.future();
    }

    /** The state and the plan belong to one thread. */
    private <T> Future<T> here(Supplier<Future<T>> handler) {
        Promise<T> promise = Promise.promise();
        context.runOnContext(v -> {
            try {
                handler.get().onComplete(promise);
            } catch (ContractException e) {
                promise.fail(e);
            }
        });
        return promise.future();
    }
}
