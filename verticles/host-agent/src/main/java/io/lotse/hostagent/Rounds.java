package io.lotse.hostagent;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does its tasks again and again, with a pause between a round's end and the next. */
final class Rounds {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    private final Vertx vertx;
    private final Duration pause;
    private final List<Supplier<Future<?>>> tasks;
    private long timer;
    private boolean stopped;

    @SafeVarargs
    Rounds(Vertx vertx, Duration pause, Supplier<Future<?>>... tasks) {
        this.vertx = vertx;
        this.pause = pause;
        this.tasks = List.of(tasks);
    }

    /** The first round comes after a pause; all on the event loop that calls this. */
    void start() {
        if (!stopped) {
            timer = vertx.setTimer(pause.toMillis(), t -> Future.join(
                            tasks.stream().map(Supplier::get).toList())
                    .onFailure(e -> LOG.warn("event=look_failed reason=\"{}\"", e.toString()))
                    .onComplete(done -> start()));
        }
    }

    void stop() {
        stopped = true;
        vertx.cancelTimer(timer);
    }
}
