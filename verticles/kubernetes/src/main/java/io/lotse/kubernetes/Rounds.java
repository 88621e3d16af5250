package io.lotse.kubernetes;

import java.time.Duration;
import java.util.function.Supplier;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** Rounds of the same work, never two at a time, with a gap between them. Lives on one event loop. */
final class Rounds {
    private final Vertx vertx;
    private final Duration gap;
    private final Supplier<Future<Void>> round;
    private boolean running;
    private boolean again;

    Rounds(Vertx vertx, Duration gap, Supplier<Future<Void>> round) {
        this.vertx = vertx;
        this.gap = gap;
        this.round = round;
    }

    /** Begins one, now or after the one that is under way. */
    void ask() {
        if (running) {
            again = true;
            return;
        }
        running = true;
        round.get().onComplete(done -> vertx.setTimer(gap.toMillis(), t -> ended()));
    }

    private void ended() {
        running = false;
        if (again) {
            again = false;
            ask();
        }
    }
}
