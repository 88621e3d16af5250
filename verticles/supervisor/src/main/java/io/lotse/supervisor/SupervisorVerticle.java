package io.lotse.supervisor;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;

import io.lotse.contracts.supervision.SupervisionContract;
import io.lotse.meshview.MeshView;

/** Starts the declared services of a node, and keeps them running; they outlive it. */
public final class SupervisorVerticle extends VerticleBase {
    private static final int WORKERS = 4;

    private final SupervisorConfig config;
    private final MeshView view;
    private final MeterRegistry metrics;
    private final Clock clock;
    private WorkerExecutor workers;
    private WorkerExecutor writer;
    private LogKeeper logs;

    /**
     * @param view knows what was registered
     * @param metrics where its figures are kept
     */
    public SupervisorVerticle(SupervisorConfig config, MeshView view, MeterRegistry metrics, Clock clock) {
        this.config = config;
        this.view = view;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public Future<?> start() {
        workers = vertx.createSharedWorkerExecutor("lotse-supervisor-" + deploymentID(), WORKERS);
        writer = vertx.createSharedWorkerExecutor("lotse-supervisor-state-" + deploymentID(), 1);
        LogKeeper.Blocking blocking = new Blocking(workers, false);
        logs = new LogKeeper(vertx, blocking);
        EventBus bus = vertx.eventBus();
        Outages outages = new Outages(vertx, config.node());
        Means means = new Means(
                config,
                vertx,
                clock,
                blocking,
                new Blocking(writer, true),
                ProcessTable.ofThisSystem(),
                new Signals(),
                new Spawner(System.getenv()),
                new Registrar(bus),
                new Readiness(vertx),
                new StateFiles(config.states()),
                logs,
                outages,
                new Journal(bus, metrics));
        Supervisor supervisor = new Supervisor(means, new DeclaredSets(config));
        logs.start();
        return outages.start()
                .compose(v -> supervisor.resume())
                .compose(v -> serve(bus, supervisor, new ScriptRunner(means, view)));
    }

    private Future<?> serve(EventBus bus, Supervisor supervisor, ScriptRunner scripts) {
        String node = config.node();
        List<MessageConsumer<?>> served = new ArrayList<>(List.of(
                SupervisionContract.UP.serveFor(bus, node, supervisor::up),
                SupervisionContract.DOWN.serveFor(bus, node, supervisor::down),
                SupervisionContract.RESTART.serveFor(bus, node, supervisor::restart),
                SupervisionContract.STATUS.serveFor(bus, node, q -> Future.succeededFuture(supervisor.status())),
                SupervisionContract.LOG.serveFor(bus, node, supervisor::log)));
        if (config.scripts() != null) {
            served.add(SupervisionContract.RUN_SCRIPT.serveFor(bus, config.host(), scripts::run));
        }
        return Future.all(served.stream().map(MessageConsumer::completion).toList());
    }

    /** What it started runs on. */
    @Override
    public Future<?> stop() {
        logs.stop();
        return workers.close().compose(v -> writer.close());
    }

    private record Blocking(WorkerExecutor executor, boolean ordered) implements LogKeeper.Blocking {
        @Override
        public <T> Future<T> run(Callable<T> work) {
            return executor.executeBlocking(work, ordered);
        }
    }
}
