package io.lotse.eventlog;

import java.util.HashMap;
import java.util.Map;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/** Who waits for something to happen on a topic. */
final class Arrivals {
    private final Vertx vertx;
    /** Everything happens here. */
    private final Context context;

    private final Map<String, Promise<Void>> next = new HashMap<>();

    Arrivals(Vertx vertx, Context context) {
        this.vertx = vertx;
        this.context = context;
    }

    /** Something happened on a topic; from any thread. */
    void tell(String topic) {
        context.runOnContext(v -> {
            Promise<Void> waiting = next.remove(topic);
            if (waiting != null) {
                waiting.complete();
            }
        });
    }

    /** The same result on the context: a store's futures complete on its own threads. */
    <T> Future<T> here(Future<T> future) {
        Promise<T> promise = Promise.promise();
        future.onComplete(result -> context.runOnContext(v -> promise.handle(result)));
        return promise.future();
    }

    /** What happens on a topic from now on; on the context. Ask for it before looking, so that nothing comes in between. */
    Future<Void> next(String topic) {
        return next.computeIfAbsent(topic, t -> Promise.promise()).future();
    }

    /** Until something happens, or some time is over. */
    Future<Void> await(Future<Void> arrival, long millis) {
        Promise<Void> either = Promise.promise();
        long timer = vertx.setTimer(Math.max(1, millis), id -> either.tryComplete());
        arrival.onComplete(v -> {
            vertx.cancelTimer(timer);
            either.tryComplete();
        });
        return either.future();
    }
}
