package io.lotse.meshview;

import java.util.ArrayList;
import java.util.List;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ledger.Change;
import io.lotse.contracts.ledger.Changes;
import io.lotse.contracts.ledger.ChangesRequest;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.LedgerContract;
import io.lotse.contracts.ledger.LedgerStatus;
import io.lotse.contracts.ledger.RangePage;
import io.lotse.contracts.ledger.RangeRequest;

/**
 * Keeps a {@link MeshView} at the ledger's newest revision: takes the changes that the node's ledger tells, asks for
 * those it missed, and reads everything anew where the history is gone.
 */
public final class MeshViewFeed {
    private static final Logger LOG = LoggerFactory.getLogger(MeshViewFeed.class);
    private static final int PAGE = 2_000;

    private final EventBus bus;
    private final Context context;
    private final MeshView view;
    private Future<Void> catchUp;
    /** The newest revision that the ledger has told of. */
    private long newestTold;

    public MeshViewFeed(Vertx vertx, MeshView view) {
        this.bus = vertx.eventBus();
        this.context = vertx.getOrCreateContext();
        this.view = view;
    }

    /** Subscribes and brings the view up to date; fails if the ledger cannot be read yet, and goes on trying. */
    public Future<Void> start() {
        List<Future<?>> subscribed = List.of(
                LedgerContract.ADVANCED
                        .subscribe(bus, c -> context.runOnContext(v -> advance(c)))
                        .completion(),
                LedgerContract.CHECKED
                        .subscribe(bus, s -> context.runOnContext(v -> check(s)))
                        .completion());
        return Future.all(subscribed).compose(v -> firstCatchUp());
    }

    /** On the feed's own context, whoever starts it: all else that touches its state runs there. */
    private Future<Void> firstCatchUp() {
        Promise<Void> caughtUp = Promise.promise();
        context.runOnContext(v -> catchUp().onComplete(caughtUp));
        return caughtUp.future();
    }

    private void advance(Changes told) {
        long have = view.snapshot().revision();
        newestTold = Math.max(newestTold, told.revision());
        if (told.revision() <= have) {
            return;
        }
        if (told.after() > have || catchUp != null) {
            catchUp();
            return;
        }
        take(told);
        view.confirmed();
    }

    private void take(Changes told) {
        long have = view.snapshot().revision();
        List<Change> fresh =
                told.changes().stream().filter(c -> c.revision() > have).toList();
        view.apply(fresh, told.revision());
    }

    private void check(LedgerStatus status) {
        if (status.revision() != view.snapshot().revision()) {
            catchUp();
        } else if (status.inTouch()) {
            view.confirmed();
        }
    }

    private Future<Void> catchUp() {
        if (catchUp != null) {
            return catchUp;
        }
        catchUp = LedgerContract.CHANGES
                .call(bus, new ChangesRequest(view.snapshot().revision()))
                .compose(this::takeAll, this::readAnewIfCompacted)
                .onFailure(e -> LOG.debug("event=view_catch_up_failed reason={}", e.toString()))
                .eventually(() -> {
                    catchUp = null;
                    return Future.succeededFuture();
                });
        long toldUntilNow = newestTold;
        catchUp.onSuccess(v -> {
            // what was told in the meantime may be newer than the answer
            if (newestTold > toldUntilNow && view.snapshot().revision() < newestTold) {
                catchUp();
            }
        });
        return catchUp;
    }

    private Future<Void> takeAll(Changes told) {
        if (told.revision() < view.snapshot().revision()) {
            return readAnew();
        }
        take(told);
        return Future.succeededFuture();
    }

    private Future<Void> readAnewIfCompacted(Throwable e) {
        boolean compacted = e instanceof ContractException c && c.code() == ProblemCode.REVISION_COMPACTED;
        return compacted ? readAnew() : Future.failedFuture(e);
    }

    private Future<Void> readAnew() {
        LOG.info("event=view_read_anew had_revision={}", view.snapshot().revision());
        return readFrom(null, new ArrayList<>(), 0);
    }

    /** Pages may be of different revisions: the view is set to the first one's, and later changes come on top. */
    private Future<Void> readFrom(String after, List<Change> read, long revision) {
        return LedgerContract.RANGE.call(bus, new RangeRequest("", after, PAGE)).compose(page -> {
            addTo(read, page);
            long first = after == null ? page.revision() : revision;
            if (page.next() != null) {
                return readFrom(page.next(), read, first);
            }
            view.replace(MeshSnapshot.EMPTY.apply(read, first));
            return Future.succeededFuture();
        });
    }

    private static void addTo(List<Change> read, RangePage page) {
        for (Entry entry : page.entries()) {
            read.add(new Change(entry.modRevision(), entry.key(), entry));
        }
    }
}
