package io.lotse.observer;

import java.time.Clock;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.EventBus;

import io.lotse.contracts.Empty;
import io.lotse.contracts.cluster.ClusterContract;
import io.lotse.contracts.cluster.Members;
import io.lotse.contracts.health.HealthContract;
import io.lotse.contracts.health.HealthReport;
import io.lotse.meshview.MeshView;

/**
 * Checks the health of instances: this node's share of them, so that each is checked by one node of the mesh. Every
 * node hears all results and answers for all instances.
 */
public final class ObserverVerticle extends VerticleBase {
    private static final long SECOND_MILLIS = 1_000;

    private final ObserverConfig config;
    private final MeshView view;
    private final MeterRegistry registry;
    private final Clock clock;
    private Metrics metrics;
    private Verdicts verdicts;
    private Poller poller;
    private PathThresholds paths;
    private LatencyThresholds latencies;

    /** @param registry where the last figures of what is watched are shown; null for nowhere */
    public ObserverVerticle(ObserverConfig config, MeshView view, MeterRegistry registry, Clock clock) {
        this.config = config;
        this.view = view;
        this.registry = registry;
        this.clock = clock;
    }

    @Override
    public Future<?> start() {
        EventBus bus = vertx.eventBus();
        HealthBoard board = new HealthBoard(config.history());
        SettingsFile file = new SettingsFile(config.settings());
        BreachLog breaches = new BreachLog(vertx, config.breaches());
        CurrentSettings settings = new CurrentSettings(file, view, this::settingsChanged);
        Crossings crossings =
                new Crossings(config.node(), breach -> HealthContract.THRESHOLD_CROSSED.publish(bus, breach));
        ThresholdWatch thresholds = new ThresholdWatch(settings, crossings);
        metrics = new Metrics(config, vertx, view, registry, clock);
        verdicts = new Verdicts(config, vertx, view, new StoredCurves(metrics.reader(), clock), clock);
        HealthWatch watch = new HealthWatch(config, bus, view, board, thresholds, this::checked, clock);
        Checks checks = new Checks(vertx, config.timeout(), clock, settings);
        HealthQueries queries = new HealthQueries(config, view, board, checks, clock);
        paths = metrics.paths(settings, crossings);
        latencies = metrics.latencies(settings, crossings);
        poller = new Poller(
                config,
                () -> view.snapshot().instances(),
                checks,
                watch::checked,
                instance -> board.age(instance, clock.instant())
                        .filter(age -> age.compareTo(config.interval()) > 0)
                        .isPresent(),
                clock,
                System::nanoTime);

        view.onChange(change -> poller.replan());
        settings.start();
        List<Future<?>> ready = List.of(
                file.start(vertx),
                new ThresholdOperations(vertx, config.node(), view, settings, clock).serve(),
                breaches.start(),
                metrics.start(),
                verdicts.start(Verdicts.EVERY, LivesKeeper.EVERY),
                HealthContract.THRESHOLD_CROSSED.subscribe(bus, breaches::add).completion(),
                HealthContract.BREACHES
                        .serve(bus, q -> Future.succeededFuture(breaches.page(q)))
                        .completion(),
                HealthContract.HEALTH_CHECKED.subscribe(bus, watch::heard).completion(),
                ClusterContract.MEMBERS_CHANGED.subscribe(bus, this::members).completion(),
                HealthContract.HEALTH
                        .serve(bus, q -> Future.succeededFuture(queries.page(q)))
                        .completion(),
                HealthContract.HISTORY
                        .serve(bus, q -> Future.succeededFuture(queries.history(q)))
                        .completion());
        return Future.all(ready).onSuccess(v -> begin(bus, watch));
    }

    /** Before it knows the members a node would check everything: it asks first, and begins in any case. */
    private void begin(EventBus bus, HealthWatch watch) {
        ClusterContract.MEMBERS.call(bus, Empty.EMPTY).onSuccess(this::members).onComplete(answered -> {
            vertx.setPeriodic(poller.every().toMillis(), t -> poller.tick());
            vertx.setPeriodic(SECOND_MILLIS, t -> watch.second());
            vertx.setPeriodic(PathThresholds.EVERY.toMillis(), t -> {
                paths.tell(bus);
                paths.look(clock.instant());
            });
            vertx.setPeriodic(LatencyThresholds.EVERY.toMillis(), t -> latencies.look(clock.instant()));
        });
    }

    private void checked(HealthReport report) {
        metrics.checked(report);
        verdicts.checked(report);
    }

    private void settingsChanged() {
        poller.replan();
        context.runOnContext(v -> paths.tell(vertx.eventBus()));
    }

    private void members(Members members) {
        poller.members(members.nodes());
        metrics.members(members.nodes());
    }

    @Override
    public Future<?> stop() {
        return verdicts.stop().eventually(metrics::stop);
    }
}
