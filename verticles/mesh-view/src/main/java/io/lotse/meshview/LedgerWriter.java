package io.lotse.meshview;

import java.time.Duration;
import java.util.Optional;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ledger.LedgerContract;
import io.lotse.contracts.ledger.Outcome;
import io.lotse.contracts.ledger.OutcomeQuery;
import io.lotse.contracts.ledger.OutcomeReply;
import io.lotse.contracts.ledger.RangeRequest;
import io.lotse.contracts.ledger.Transaction;

/** Writes to the ledger: asks again where an answer was lost, and waits until the own view shows what was written. */
public final class LedgerWriter {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerWriter.class);
    /** No further try begins after this: a node that lost the ledger refuses within 5 s. */
    private static final Duration PATIENCE = Duration.ofMillis(3_500);

    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration VIEW_TIMEOUT = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final MeshView view;

    public LedgerWriter(Vertx vertx, MeshView view) {
        this.vertx = vertx;
        this.view = view;
    }

    /**
     * Makes the change; asks again for some seconds while no ledger is there, and after a lost answer if the change has
     * a request id.
     *
     * @return an outcome, which may be that a condition did not hold; fails with
     *     {@link ProblemCode#LEDGER_UNAVAILABLE} if it was not made, with {@link ProblemCode#OUTCOME_UNKNOWN} if that
     *     is not known, with {@link ProblemCode#IDEMPOTENCY_KEY_REUSED}
     */
    public Future<Outcome> commit(Transaction transaction) {
        return attempt(transaction, System.nanoTime(), false);
    }

    private Future<Outcome> attempt(Transaction transaction, long startedAt, boolean unknownBefore) {
        return LedgerContract.COMMIT.call(vertx.eventBus(), transaction).recover(e -> {
            boolean lost = isCode(e, ProblemCode.OUTCOME_UNKNOWN);
            boolean refused = isCode(e, ProblemCode.LEDGER_UNAVAILABLE) || isCode(e, ProblemCode.NOT_READY);
            boolean unknown = unknownBefore || lost;
            boolean mayAskAgain = refused || (lost && transaction.requestId() != null);
            if (mayAskAgain && System.nanoTime() - startedAt < PATIENCE.toNanos()) {
                return vertx.timer(PAUSE.toMillis()).compose(t -> attempt(transaction, startedAt, unknown));
            }
            return Future.failedFuture(refused ? (unknown ? unknownOutcome() : unavailable(e)) : e);
        });
    }

    /** What became of an earlier request with the same key; empty if there was none or the request has no key. */
    public Future<Optional<Outcome>> earlier(IdempotentRequest request) {
        if (!request.repeatable()) {
            return Future.succeededFuture(Optional.empty());
        }
        return LedgerContract.OUTCOME
                .call(vertx.eventBus(), new OutcomeQuery(request.requestId(), request.fingerprint()))
                .map(OutcomeReply::outcome)
                .map(Optional::ofNullable);
    }

    /**
     * What to answer to a request that is about to be refused: a copy of it that ran at the same time may have been
     * faster, and be the reason for the refusal.
     *
     * @return the copy's outcome; fails with the refusal where there is none
     */
    public Future<Outcome> madeMeanwhile(IdempotentRequest request, Throwable refusal) {
        boolean ledgerIsGone =
                isCode(refusal, ProblemCode.LEDGER_UNAVAILABLE) || isCode(refusal, ProblemCode.OUTCOME_UNKNOWN);
        if (ledgerIsGone) {
            return Future.failedFuture(refusal);
        }
        return earlier(request).otherwise(Optional.empty()).compose(made -> made.map(Future::succeededFuture)
                .orElseGet(() -> Future.failedFuture(refusal)));
    }

    /** Waits until the own view has come to a revision; goes on without it if it does not in time. */
    public Future<MeshSnapshot> seen(long revision) {
        return view.reached(revision, VIEW_TIMEOUT).otherwise(e -> {
            LOG.warn(
                    "event=view_lags revision={} has={}",
                    revision,
                    view.snapshot().revision());
            return view.snapshot();
        });
    }

    /**
     * The own view, which is sure to show a key that it did not show and that is in the ledger.
     *
     * @return fails with {@link ProblemCode#LEDGER_UNAVAILABLE} if the ledger cannot be asked, or the view does not
     *     come that far in time
     */
    public Future<MeshSnapshot> fresh(String key) {
        return LedgerContract.RANGE
                .call(vertx.eventBus(), new RangeRequest(key, null, 1))
                .compose(page -> view.reached(page.revision(), VIEW_TIMEOUT)
                        .recover(late -> Future.failedFuture(lags(page.revision()))));
    }

    private static boolean isCode(Throwable e, ProblemCode code) {
        return e instanceof ContractException c && c.code() == code;
    }

    private ContractException lags(long revision) {
        return new ContractException(
                ProblemCode.LEDGER_UNAVAILABLE,
                "this node's view is at revision " + view.snapshot().revision() + " and the ledger at " + revision
                        + ": nothing was changed, ask again");
    }

    private static ContractException unknownOutcome() {
        return new ContractException(
                ProblemCode.OUTCOME_UNKNOWN,
                "the ledger did not say whether the change was made: ask again with the same Idempotency-Key");
    }

    private static ContractException unavailable(Throwable e) {
        return new ContractException(ProblemCode.LEDGER_UNAVAILABLE, e.getMessage());
    }
}
