package io.lotse.meshview;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ledger.Change;

/**
 * A node's read copy of the ledger. Any thread may read; {@link MeshViewFeed} alone writes. A change is one swap of an
 * immutable snapshot.
 */
public final class MeshView {
    /** A view that the ledger has not confirmed for so long is stale. */
    public static final Duration STALE_AFTER = Duration.ofSeconds(3);

    private static final Logger LOG = LoggerFactory.getLogger(MeshView.class);

    private final Clock clock;
    private final LastHeartbeats lastHeartbeats = new LastHeartbeats();
    private final List<Consumer<ViewChange>> listeners = new CopyOnWriteArrayList<>();
    private final Queue<Waiter> waiters = new ConcurrentLinkedQueue<>();
    private volatile MeshSnapshot snapshot = MeshSnapshot.EMPTY;
    /** The revision that every listener has been told of. */
    private volatile long told;

    private volatile Instant confirmedAt;
    /** When that was by {@link System#nanoTime}, if it was since this node was started. */
    private volatile long confirmedNanos;

    private volatile boolean confirmedHere;

    private record Waiter(long revision, Promise<MeshSnapshot> promise) {}

    /** @param clock tells how old the view is */
    public MeshView(Clock clock) {
        this.clock = clock;
        this.confirmedAt = Instant.EPOCH;
    }

    /** The mesh as this node knows it now. */
    public MeshSnapshot snapshot() {
        return snapshot;
    }

    /** When each instance's last heartbeat came. */
    public LastHeartbeats lastHeartbeats() {
        return lastHeartbeats;
    }

    /** By whichever of the two clocks more time has passed: the system's may have been set back. */
    public Freshness freshness() {
        Duration byClock = Duration.between(confirmedAt, clock.instant());
        Duration atLeast = confirmedHere ? Duration.ofNanos(System.nanoTime() - confirmedNanos) : Duration.ZERO;
        boolean neverHere = !confirmedHere && byClock.isNegative();
        Duration age = byClock.compareTo(atLeast) > 0 ? byClock : atLeast;
        return new Freshness(neverHere || age.compareTo(STALE_AFTER) > 0, snapshot.revision(), age);
    }

    /** When the ledger confirmed the view last. */
    Instant confirmedAt() {
        return confirmedAt;
    }

    /** Tells the listener every change from now on, on the feed's thread: it must be quick and must not block. */
    public void onChange(Consumer<ViewChange> listener) {
        listeners.add(listener);
    }

    /**
     * Waits until the view has come to a revision and its listeners know, so that a writer reads its own write and a
     * request sent after it is routed by it.
     *
     * @return fails with {@link ProblemCode#OUTCOME_UNKNOWN} if the view has not come there in time
     */
    public Future<MeshSnapshot> reached(long revision, Duration timeout) {
        Waiter waiter = new Waiter(revision, Promise.promise());
        waiters.add(waiter);
        release();
        return waiter.promise()
                .future()
                .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .recover(e -> {
                    waiters.remove(waiter);
                    return Future.failedFuture(new ContractException(
                            ProblemCode.OUTCOME_UNKNOWN,
                            "this node has not seen revision " + revision + " within " + timeout.toMillis()
                                    + " ms: the change is made, read it again"));
                });
    }

    /** Shows what the node knew when it was stopped, until the ledger answers. */
    void restore(MeshSnapshot known, Instant lastConfirmedAt) {
        confirmedAt = lastConfirmedAt;
        replace(known);
    }

    /** The ledger confirmed that the view was the newest at this instant. */
    void confirmed() {
        confirmedAt = clock.instant();
        confirmedNanos = System.nanoTime();
        confirmedHere = true;
    }

    /** Makes changes behind the present revision. */
    void apply(List<Change> changes, long revision) {
        MeshSnapshot before = snapshot;
        MeshSnapshot now = before.apply(changes, revision);
        swap(new ViewChange(before, now, changes, MeshSnapshot.touchedServices(before, now, changes)));
    }

    /** Replaces the whole view. */
    void replace(MeshSnapshot whole) {
        MeshSnapshot before = snapshot;
        Set<String> all = new HashSet<>(before.services().keySet());
        all.addAll(whole.services().keySet());
        swap(new ViewChange(before, whole, List.of(), all));
    }

    private void swap(ViewChange change) {
        snapshot = change.now();
        for (Consumer<ViewChange> listener : listeners) {
            try {
                listener.accept(change);
            } catch (RuntimeException e) {
                LOG.error("event=view_listener_failed revision={}", change.now().revision(), e);
            }
        }
        told = change.now().revision();
        release();
    }

    private void release() {
        long revision = told;
        waiters.removeIf(w -> {
            if (w.revision() > revision) {
                return false;
            }
            w.promise().tryComplete(snapshot);
            return true;
        });
    }
}
