package io.lotse.meshview;

import java.util.List;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Empty;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ledger.Change;
import io.lotse.contracts.ledger.Changes;
import io.lotse.contracts.ledger.ChangesRequest;
import io.lotse.contracts.ledger.LedgerContract;
import io.lotse.contracts.ledger.LedgerStatus;
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
    /** Whether the view is the ledger's; not yet for one that was loaded from a file. */
    private boolean known;
    /** Whether more was told while a catch-up was under way. */
    private boolean more;

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
        Promise<Void> upToDate = Promise.promise();
        Future.all(subscribed)
                .onFailure(upToDate::fail)
                .onSuccess(v -> context.runOnContext(w -> catchUp().onComplete(upToDate)));
        return upToDate.future().compose(v -> LedgerContract.STATUS
                .call(bus, Empty.EMPTY)
                .onSuccess(status -> context.runOnContext(w -> check(status)))
                .<Void>mapEmpty()
                .otherwiseEmpty());
    }

    private void advance(Changes told) {
        long have = view.snapshot().revision();
        if (known && told.revision() <= have) {
            return;
        }
        if (!known || told.after() > have || catchUp != null) {
            more = true;
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
        if (!known || status.revision() != view.snapshot().revision()) {
            catchUp();
        } else if (status.inTouch()) {
            view.confirmed();
        }
    }

    private Future<Void> catchUp() {
        if (catchUp != null) {
            return catchUp;
        }
        Promise<Void> done = Promise.promise();
        catchUp = done.future();
        catchUpOnce()
                .onComplete(result -> context.runOnContext(v -> {
                    catchUp = null;
                    known |= result.succeeded();
                    if (result.failed()) {
                        LOG.debug(
                                "event=view_catch_up_failed reason={}",
                                result.cause().toString());
                    } else if (more) {
                        catchUp();
                    }
                    done.handle(result);
                }));
        return done.future();
    }

    private Future<Void> catchUpOnce() {
        more = false;
        return !known && view.snapshot().revision() > 0 ? readAnew() : takeMissed();
    }

    private Future<Void> takeMissed() {
        return changesAfter(view.snapshot().revision()).compose(this::takeAll, this::readAnewIfCompacted);
    }

    private Future<Changes> changesAfter(long revision) {
        return LedgerContract.CHANGES.call(bus, new ChangesRequest(revision));
    }

    /** An answer may hold a part of the changes: only one that brings nothing new says that there is no more. */
    private Future<Void> takeAll(Changes told) {
        long have = view.snapshot().revision();
        if (told.revision() < have) {
            return readAnew();
        }
        if (told.revision() == have) {
            return Future.succeededFuture();
        }
        take(told);
        return takeMissed();
    }

    private Future<Void> readAnewIfCompacted(Throwable e) {
        boolean compacted = e instanceof ContractException c && c.code() == ProblemCode.REVISION_COMPACTED;
        return compacted ? readAnew() : Future.failedFuture(e);
    }

    private Future<Void> readAnew() {
        LOG.info("event=view_read_anew had_revision={}", view.snapshot().revision());
        Reading reading = new Reading();
        return reading.pagesAfter(null)
                .compose(v -> reading.changesUpToTheLastPage())
                // of a large ledger it takes a good part of a second
                .compose(v -> context.executeBlocking(reading::whole))
                .map(whole -> {
                    view.replace(whole);
                    return null;
                });
    }

    /** Pages may be of different revisions: what changed behind the first one's comes on top of all of them. */
    private final class Reading {
        private final SnapshotUpdate update = new SnapshotUpdate(MeshTables.EMPTY);
        private long revision;
        private long lastPages;

        private Future<Void> pagesAfter(String key) {
            return LedgerContract.RANGE
                    .call(bus, new RangeRequest("", key, PAGE))
                    .compose(page -> {
                        page.entries().forEach(e -> update.take(new Change(e.modRevision(), e.key(), e)));
                        revision = key == null ? page.revision() : revision;
                        lastPages = page.revision();
                        return page.next() == null ? Future.succeededFuture() : pagesAfter(page.next());
                    });
        }

        private Future<Void> changesUpToTheLastPage() {
            if (revision >= lastPages) {
                return Future.succeededFuture();
            }
            return changesAfter(revision).compose(told -> {
                told.changes().forEach(update::take);
                boolean more = told.revision() > revision;
                revision = Math.max(revision, told.revision());
                return more ? changesUpToTheLastPage() : Future.failedFuture("the ledger was set back meanwhile");
            });
        }

        private MeshSnapshot whole() {
            return MeshSnapshot.of(update, revision);
        }
    }
}
