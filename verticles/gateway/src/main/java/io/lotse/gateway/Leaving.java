package io.lotse.gateway;

import java.time.Duration;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/**
 * The end of one event loop's listeners, before they close: clients of kept connections are told by {@code Connection: close} with their
 * next answer. To close under a client that is about to ask would lose its request, which nobody may send again if it is not
 * idempotent.
 */
final class Leaving {
    /** Who has not asked for so long is closed without a word. */
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private static final long LOOK_MILLIS = 50;

    private boolean begun;

    /** Whether the next answer on a connection is its last. */
    boolean hasBegun() {
        return begun;
    }

    /**
     * Tells clients from now on.
     *
     * @param most how long that may take
     * @return done when no connection is left, or the time is over
     */
    Future<Void> begin(Vertx vertx, Connections connections, Duration most) {
        begun = true;
        long millis = Math.min(LONGEST.toMillis(), most.toMillis());
        Promise<Void> over = Promise.promise();
        look(vertx, connections, millis, over);
        return over.future();
    }

    private static void look(Vertx vertx, Connections connections, long millis, Promise<Void> over) {
        if (millis <= 0 || connections.open() == 0) {
            over.complete();
        } else {
            vertx.setTimer(Math.min(LOOK_MILLIS, millis), t -> look(vertx, connections, millis - LOOK_MILLIS, over));
        }
    }
}
