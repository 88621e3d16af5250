package io.lotse.connection;

import java.time.Clock;
import java.time.Instant;
import java.util.function.Consumer;

import io.vertx.core.Vertx;

import io.lotse.contracts.network.TargetState;

/** Tries one target again and again, and believes what it sees often enough. Lives on one event loop. */
final class TargetWatch {
    /** The first tries of all targets lie within this time. */
    private static final long FIRST_WITHIN_MILLIS = 500;

    private final Vertx vertx;
    private final Clock clock;
    private final Prober prober;
    private final Watched target;
    private final Belief.Limits limits;
    private final Consumer<Change> changes;
    private Belief belief;
    private Outcome last;
    private Instant checkedAt;
    private long timer;
    private boolean stopped;

    /** The target's state became another. */
    record Change(String target, Connectivity before, Connectivity now, String detail) {}

    TargetWatch(
            Vertx vertx, Clock clock, Prober prober, Watched target, Belief.Limits limits, Consumer<Change> changes) {
        this.vertx = vertx;
        this.clock = clock;
        this.prober = prober;
        this.target = target;
        this.limits = limits;
        this.changes = changes;
        this.belief = Belief.unknown(clock.instant());
    }

    void start() {
        long spread = Math.min(FIRST_WITHIN_MILLIS, target.interval().toMillis());
        schedule(1 + Math.floorMod(target.name().hashCode(), spread));
    }

    void stop() {
        stopped = true;
        vertx.cancelTimer(timer);
    }

    Watched target() {
        return target;
    }

    Connectivity state() {
        return belief.state();
    }

    TargetState told() {
        return new TargetState(
                target.name(),
                Targets.kind(target.check()),
                Targets.address(target.check()),
                belief.state().reachability(),
                belief.state().since(),
                last == null ? null : last.latency(),
                last == null ? null : last.detail(),
                checkedAt,
                belief.failures(),
                target.axis());
    }

    private void schedule(long delayMillis) {
        timer = vertx.setTimer(delayMillis, t -> probe());
    }

    private void probe() {
        long startedAt = System.nanoTime();
        prober.probe(target.check(), target.timeout()).onSuccess(outcome -> {
            if (stopped) {
                return;
            }
            long tookMillis = (System.nanoTime() - startedAt) / 1_000_000;
            schedule(Math.max(1, target.interval().toMillis() - tookMillis));
            take(outcome);
        });
    }

    private void take(Outcome outcome) {
        Connectivity before = belief.state();
        checkedAt = clock.instant();
        last = outcome;
        belief = belief.after(outcome, limits, checkedAt);
        if (!belief.state().equals(before)) {
            changes.accept(new Change(target.name(), before, belief.state(), outcome.detail()));
        }
    }
}
