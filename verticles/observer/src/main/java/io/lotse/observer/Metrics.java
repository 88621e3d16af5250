package io.lotse.observer;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.cluster.NodeInfo;
import io.lotse.contracts.health.HealthReport;
import io.lotse.contracts.metrics.MetricsContract;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.MeshView;

/** The part of the room that measures over time: every node hears all figures, keeps them and answers for all. */
final class Metrics {
    private static final Logger LOG = LoggerFactory.getLogger(Metrics.class);
    private static final long SECOND_MILLIS = 1_000;
    private static final long LOOK_MILLIS = 10_000;
    private static final long TIDY_MILLIS = 60_000;
    private static final Duration SAVE_EVERY = Duration.ofMinutes(5);

    private final ObserverConfig config;
    private final Vertx vertx;
    private final MeshView view;
    private final Clock clock;
    private final MetricStore store;
    private final Rollup rollup;
    private final MetricFeed feed;
    private final MetricGauges gauges;
    private final LoadWatch loads;
    /** Null for no file. */
    private final MetricFile file;

    private volatile Shares shares;

    /** @param registry where the last figures are shown; null for nowhere */
    Metrics(ObserverConfig config, Vertx vertx, MeshView view, MeterRegistry registry, Clock clock) {
        this.config = config;
        this.vertx = vertx;
        this.view = view;
        this.clock = clock;
        this.store = new MetricStore(config.metricsBytes());
        this.rollup = new Rollup(store, clock.instant().getEpochSecond());
        this.feed = new MetricFeed(store, rollup);
        this.shares = new Shares(config, List.of());
        this.loads = new LoadWatch(config, vertx.eventBus(), view, () -> shares, clock);
        this.gauges = registry == null ? null : new MetricGauges(registry, store, () -> shares, config.node(), clock);
        this.file = config.metrics() == null ? null : new MetricFile(config.metrics(), store);
    }

    /** What was measured, for those who judge it. */
    SeriesReader reader() {
        return new SeriesReader(store);
    }

    /** What instances are held to by their requests, of those that this node checks. */
    LatencyThresholds latencies(Supplier<ObserverSettings> settings, Crossings crossings) {
        return new LatencyThresholds(store, () -> view.snapshot().instances(), () -> shares, settings, crossings);
    }

    /** What request paths are held to, of those that this node judges. */
    PathThresholds paths(Supplier<ObserverSettings> settings, Crossings crossings) {
        return new PathThresholds(config.nodeId(), store, () -> shares, settings, crossings);
    }

    /** Reads what earlier runs of the node kept, then listens and answers. */
    Future<?> start() {
        EventBus bus = vertx.eventBus();
        SeriesQueries queries = new SeriesQueries(config.node(), reader(), this::registered, clock);
        return load().compose(v -> Future.all(
                        MetricsContract.TRAFFIC_COUNTED
                                .subscribe(bus, feed::counted)
                                .completion(),
                        MetricsContract.LOAD_MEASURED
                                .subscribe(bus, feed::measured)
                                .completion(),
                        MetricsContract.SERIES
                                .serve(bus, query -> vertx.executeBlocking(() -> queries.answer(query), false))
                                .completion()))
                .onSuccess(v -> begin());
    }

    private boolean registered(Subject subject) {
        MeshSnapshot mesh = view.snapshot();
        return switch (subject.kind()) {
            case SERVICE -> mesh.service(subject.name()).isPresent();
            case INSTANCE -> mesh.instance(subject.name()).isPresent();
            case NODE, PATH -> false;
        };
    }

    private Future<?> load() {
        return file == null
                ? Future.succeededFuture()
                : vertx.executeBlocking(() -> file.load(clock.instant().getEpochSecond()))
                        .onSuccess(read -> LOG.info("event=metrics_restored series={}", read));
    }

    private void begin() {
        vertx.setPeriodic(SECOND_MILLIS, t -> rollup.advance(clock.instant().getEpochSecond()));
        vertx.setPeriodic(0, LOOK_MILLIS, t -> loads.look());
        vertx.setPeriodic(
                TIDY_MILLIS, t -> aside(() -> store.tidy(clock.instant().getEpochSecond())));
        vertx.setPeriodic(SAVE_EVERY.toMillis(), t -> aside(this::save));
        if (gauges != null) {
            gauges.register();
            vertx.setPeriodic(LOOK_MILLIS, t -> aside(gauges::refresh));
        }
    }

    /** An instance was checked, by any node. */
    void checked(HealthReport report) {
        feed.checked(report);
    }

    /** Other members than before share what is told to the outside. */
    void members(List<NodeInfo> nodes) {
        shares = new Shares(config, nodes);
    }

    /** Writes down what there is. */
    Future<Void> stop() {
        rollup.finish();
        return aside(this::save);
    }

    private void save() {
        if (file != null) {
            try {
                file.save();
            } catch (IOException e) {
                LOG.warn("event=metrics_not_written file={} reason=\"{}\"", config.metrics(), e.toString());
            }
        }
    }

    private Future<Void> aside(Runnable work) {
        return vertx.executeBlocking(() -> {
            work.run();
            return null;
        });
    }
}
