package io.lotse.launcher.node;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;

/** Stands on each event loop, to tell whether all of them go on. */
final class Pulse {
    private final Vertx vertx;
    private final int loops;
    private Future<List<Context>> places;

    /** @param loops how many event loops there are */
    Pulse(Vertx vertx, int loops) {
        this.vertx = vertx;
        this.loops = loops;
    }

    /** Succeeds once each event loop has run something that was given to it now. */
    Future<Void> beat() {
        return places().compose(all ->
                Future.all(all.stream().map(Pulse::passes).toList()).mapEmpty());
    }

    private static Future<Void> passes(Context loop) {
        Promise<Void> passed = Promise.promise();
        loop.runOnContext(v -> passed.complete());
        return passed.future();
    }

    /** Whoever is not watched has no use for them. Vert.x places the copies of a verticle one on each loop. */
    private synchronized Future<List<Context>> places() {
        if (places == null) {
            Queue<Context> taken = new ConcurrentLinkedQueue<>();
            places = vertx.deployVerticle(() -> new Standing(taken), new DeploymentOptions().setInstances(loops))
                    .map(id -> List.copyOf(taken));
        }
        return places;
    }

    /** Does nothing but stand on its event loop. */
    private static final class Standing extends VerticleBase {
        private final Queue<Context> taken;

        Standing(Queue<Context> taken) {
            this.taken = taken;
        }

        @Override
        public Future<?> start() {
            taken.add(context);
            return Future.succeededFuture();
        }
    }
}
