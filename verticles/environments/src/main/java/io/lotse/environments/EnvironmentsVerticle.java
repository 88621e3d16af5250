package io.lotse.environments;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;

import io.lotse.contracts.environments.EnvironmentsContract;
import io.lotse.contracts.faults.FaultsContract;
import io.lotse.contracts.health.HealthContract;
import io.lotse.contracts.ports.PortsContract;
import io.lotse.meshview.Duty;
import io.lotse.meshview.LedgerWriter;
import io.lotse.meshview.MeshView;

/** Creates and removes environments, and keeps the configuration and the faults of all. */
public final class EnvironmentsVerticle extends VerticleBase {
    private static final String DUTY = "environments";
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final EnvironmentsConfig config;
    private final MeshView view;
    private final Clock clock;
    private Duty duty;

    public EnvironmentsVerticle(EnvironmentsConfig config, MeshView view, Clock clock) {
        this.config = config;
        this.view = view;
        this.clock = clock;
    }

    /** Done once the operations are served; the duty may be taken later. */
    @Override
    public Future<?> start() {
        EventBus bus = vertx.eventBus();
        LedgerWriter ledger = new LedgerWriter(vertx, view);
        Configurations configurations = new Configurations(bus, view, ledger, clock);
        EnvironmentCreator creator = new EnvironmentCreator(bus, ledger, clock);
        FaultKeeper faults = new FaultKeeper(bus, ledger, clock);
        EnvironmentRemover remover = new EnvironmentRemover(bus, view, ledger, faults, clock);
        TemplateApplier templates = new TemplateApplier(bus, ledger, clock);
        PlanKeeper plans = new PlanKeeper(view, ledger, clock);
        List<MessageConsumer<?>> served = List.of(
                PortsContract.READ_CONFIG.serve(bus, query -> Future.succeededFuture(configurations.read(query))),
                PortsContract.PREVIEW_CONFIG.serve(
                        bus, change -> Future.succeededFuture(configurations.preview(change))),
                PortsContract.CHANGE_CONFIG.serve(bus, configurations::change),
                EnvironmentsContract.CREATE.serve(bus, creator::create),
                EnvironmentsContract.REMOVE.serve(bus, remover::remove),
                EnvironmentsContract.CHANGE_PLAN.serve(bus, plans::change),
                EnvironmentsContract.TEMPLATES.serve(bus, q -> Future.succeededFuture(templates.list())),
                EnvironmentsContract.APPLY_TEMPLATE.serve(bus, templates::apply),
                FaultsContract.SET.serve(bus, faults::set),
                FaultsContract.REMOVE.serve(bus, faults::remove));
        return Future.all(served.stream().map(MessageConsumer::completion).toList())
                .compose(v -> keepLog(bus))
                .compose(v -> startDuty(bus, remover));
    }

    private Future<Void> keepLog(EventBus bus) {
        ActivityLog log = new ActivityLog(view);
        view.onChange(log::viewChanged);
        return HealthContract.HEALTH_CHANGED.subscribe(bus, log::healthChanged).completion();
    }

    private Future<Void> startDuty(EventBus bus, EnvironmentRemover remover) {
        duty = new Duty(vertx, view, clock, DUTY, config.nodeId(), config.nodeName(), mine -> {});
        EnvironmentWatch watch = new EnvironmentWatch(bus, view, remover, clock, duty::held);
        vertx.setPeriodic(LOOK_EVERY.toMillis(), t -> watch.look());
        return duty.start();
    }

    /** Gives the duty to another node. */
    @Override
    public Future<?> stop() {
        return duty.stop();
    }
}
