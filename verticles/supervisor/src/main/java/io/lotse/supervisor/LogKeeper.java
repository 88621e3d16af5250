package io.lotse.supervisor;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the logs of all services: often, and at once again after one had grown large. On a node that has none, no
 * worker is kept busy with that.
 */
final class LogKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(LogKeeper.class);
    private static final long PAUSE_MILLIS = 100;
    private static final long SHORT_PAUSE_MILLIS = 5;

    private final Vertx vertx;
    private final Blocking blocking;
    private final Map<String, ServiceLog> logs = new ConcurrentHashMap<>();
    private boolean stopped;

    LogKeeper(Vertx vertx, Blocking blocking) {
        this.vertx = vertx;
        this.blocking = blocking;
    }

    /** Looks after this one from now on, instead of the former of that name. */
    ServiceLog log(String name, Supplier<ServiceLog> made) {
        ServiceLog log = made.get();
        logs.put(name, log);
        return log;
    }

    void start() {
        Future<Boolean> looked = logs.isEmpty() ? Future.succeededFuture(false) : blocking.run(this::look);
        looked.onComplete(busy -> {
            if (!stopped) {
                boolean again = busy.succeeded() && busy.result();
                vertx.setTimer(again ? SHORT_PAUSE_MILLIS : PAUSE_MILLIS, t -> start());
            }
        });
    }

    void stop() {
        stopped = true;
    }

    private boolean look() {
        boolean busy = false;
        for (Map.Entry<String, ServiceLog> log : logs.entrySet()) {
            try {
                busy |= log.getValue().keep();
            } catch (IOException e) {
                LOG.debug("event=log_not_kept service={} reason=\"{}\"", log.getKey(), e.toString());
            }
        }
        return busy;
    }

    /** Runs what blocks, elsewhere than on an event loop. */
    interface Blocking {
        <T> Future<T> run(java.util.concurrent.Callable<T> work);
    }
}
