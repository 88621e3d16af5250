package io.lotse.supervisor;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** What the verticle builds for its services. */
final class RealMeans {
    private RealMeans() {}

    private record Blocking(Vertx vertx) implements LogKeeper.Blocking {
        @Override
        public <T> Future<T> run(Callable<T> work) {
            return vertx.executeBlocking(work, true);
        }
    }

    static Means in(Path data, Vertx vertx, Clock clock) {
        return of(
                new SupervisorConfig("a", "harbour", "http://127.0.0.1:1", data, List.of(), true, null), vertx, clock);
    }

    static Means of(SupervisorConfig config, Vertx vertx, Clock clock) {
        LogKeeper.Blocking blocking = new Blocking(vertx);
        return new Means(
                config,
                vertx,
                clock,
                blocking,
                blocking,
                ProcessTable.ofThisSystem(),
                new Signals(),
                new Spawner(System.getenv()),
                new Registrar(vertx.eventBus()),
                new Readiness(vertx),
                new StateFiles(config.states()),
                new LogKeeper(vertx, blocking),
                new Outages(vertx, config.node()),
                new Journal(vertx.eventBus(), new SimpleMeterRegistry()));
    }
}
