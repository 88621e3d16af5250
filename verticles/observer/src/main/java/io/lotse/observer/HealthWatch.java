package io.lotse.observer;

import java.time.Clock;
import java.time.Instant;
import java.util.function.Consumer;

import io.vertx.core.eventbus.EventBus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.health.HealthBatch;
import io.lotse.contracts.health.HealthChange;
import io.lotse.contracts.health.HealthContract;
import io.lotse.contracts.health.HealthReport;
import io.lotse.contracts.health.HealthStatus;
import io.lotse.contracts.registry.Instance;
import io.lotse.meshview.MeshView;

/** Takes the results of the checks, this node's and the others', and tells this node's. */
final class HealthWatch {
    private static final Logger LOG = LoggerFactory.getLogger(HealthWatch.class);

    private final ObserverConfig config;
    private final EventBus bus;
    private final MeshView view;
    private final HealthBoard board;
    private final Clock clock;
    private final ThresholdWatch thresholds;
    private final Hysteresis hysteresis;
    private final Outbox outbox;
    private final RoutingGuard guard;
    private final Consumer<HealthReport> metrics;

    /** @param metrics told of every check, whichever node made it */
    HealthWatch(
            ObserverConfig config,
            EventBus bus,
            MeshView view,
            HealthBoard board,
            ThresholdWatch thresholds,
            Consumer<HealthReport> metrics,
            Clock clock) {
        this.thresholds = thresholds;
        this.metrics = metrics;
        this.config = config;
        this.bus = bus;
        this.view = view;
        this.board = board;
        this.clock = clock;
        this.hysteresis = new Hysteresis(config.failuresUntilDown(), config.node());
        this.outbox = new Outbox(bus, config.nodeId());
        this.guard = new RoutingGuard(bus, view);
    }

    /** This node made a check. */
    void checked(Instance instance, Finding finding) {
        Instant now = clock.instant();
        HealthReport before = board.last(instance).orElse(null);
        HealthReport report = hysteresis.next(instance, before, finding, now);
        board.put(instance, report, now);
        metrics.accept(report);
        outbox.add(report);
        if (report.status() != Hysteresis.statusOf(before)) {
            changed(instance, report, Hysteresis.statusOf(before));
        }
        guard.checked(instance, report);
        thresholds.checked(instance, finding, now);
    }

    /** A node told of its checks. */
    void heard(HealthBatch batch) {
        if (config.nodeId().equals(batch.nodeId())) {
            return;
        }
        Instant now = clock.instant();
        for (HealthReport report : batch.reports()) {
            Instance instance = view.snapshot().instances().get(report.serviceId());
            if (instance != null) {
                board.put(instance, report, now);
                metrics.accept(report);
            }
        }
    }

    /** About once a second. */
    void second() {
        outbox.flush();
        board.retain(view.snapshot());
        thresholds.retain(view.snapshot());
    }

    private void changed(Instance instance, HealthReport report, HealthStatus before) {
        LOG.info(
                "event=health_changed service={} service_id={} endpoint={}:{} status={} before={} detail=\"{}\"",
                report.serviceName(),
                report.serviceId(),
                instance.ipAddress(),
                instance.port(),
                report.status().wireName(),
                before.wireName(),
                report.detail());
        HealthContract.HEALTH_CHANGED.publish(bus, new HealthChange(report, before));
    }
}
