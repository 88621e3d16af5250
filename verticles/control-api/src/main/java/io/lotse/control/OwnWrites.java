package io.lotse.control;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.MeshView;

/**
 * Holds the answer to a write back until this node's reads show it, so that who registers and then asks finds what he
 * registered. A view that lags holds nobody up for long: the write is made. For one event loop only.
 */
final class OwnWrites {
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final MeshView view;
    private final List<Waiting> waiting = new ArrayList<>();

    private record Waiting(Predicate<MeshSnapshot> shown, Promise<Void> promise) {}

    OwnWrites(Vertx vertx, MeshView view) {
        this.vertx = vertx;
        this.view = view;
    }

    /** Follows the view from now on, on the context that it is called on. */
    void start() {
        Context context = vertx.getOrCreateContext();
        view.onChange(change -> context.runOnContext(v -> release()));
    }

    /** Ready when the view has come to this revision, or after a while. */
    Future<Void> shown(long revision) {
        return shown(snapshot -> snapshot.revision() >= revision);
    }

    /** As {@link #shown(long)}; at once for what was only tried. */
    Future<Void> shown(long revision, boolean isDryRun) {
        return isDryRun ? Future.succeededFuture() : shown(revision);
    }

    /** Ready when the view shows it, or after a while; never fails. */
    Future<Void> shown(Predicate<MeshSnapshot> shown) {
        if (shown.test(view.snapshot())) {
            return Future.succeededFuture();
        }
        Waiting one = new Waiting(shown, Promise.promise());
        waiting.add(one);
        long timer = vertx.setTimer(LONGEST.toMillis(), t -> one.promise().tryComplete());
        return one.promise().future().onComplete(done -> {
            vertx.cancelTimer(timer);
            waiting.remove(one);
        });
    }

    private void release() {
        for (Waiting one : List.copyOf(waiting)) {
            if (one.shown().test(view.snapshot())) {
                one.promise().tryComplete();
            }
        }
    }
}
