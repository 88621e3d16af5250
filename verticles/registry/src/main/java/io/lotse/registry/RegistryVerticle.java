package io.lotse.registry;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.servicediscovery.ServiceDiscovery;

import io.lotse.contracts.ports.PortsContract;
import io.lotse.contracts.registry.RegistryContract;
import io.lotse.contracts.registry.StartOrder;
import io.lotse.contracts.registry.StartOrderQuery;
import io.lotse.meshview.Duty;
import io.lotse.meshview.InstanceQueries;
import io.lotse.meshview.LedgerWriter;
import io.lotse.meshview.MeshView;

/** Registers instances, hears their heartbeats, and keeps the service-discovery map equal to the ledger. */
public final class RegistryVerticle extends VerticleBase {
    private static final String EXPIRY_DUTY = "expiry";
    private static final String DISCOVERY_DUTY = "discovery";
    private static final String PORT_DUTY = "ports";
    private static final Duration KEEP_PORTS_EVERY = Duration.ofMillis(500);
    private static final Duration PASS_ON_EVERY = Duration.ofMillis(500);
    private static final Duration EXPIRE_EVERY = Duration.ofMillis(250);
    private static final Duration FLUSH_DISCOVERY_EVERY = Duration.ofMillis(50);
    private static final Duration COMPARE_DISCOVERY_EVERY = Duration.ofSeconds(10);

    private final RegistryConfig config;
    private final MeshView view;
    private final Clock clock;
    private ServiceDiscovery discovery;
    private Duty expiryDuty;
    private Duty discoveryDuty;
    private Duty portDuty;

    public RegistryVerticle(RegistryConfig config, MeshView view, Clock clock) {
        this.config = config;
        this.view = view;
        this.clock = clock;
    }

    /** Done once the operations are served; duties may be taken later. */
    @Override
    public Future<?> start() {
        LedgerWriter ledger = new LedgerWriter(vertx, view);
        KnownInstances instances = new KnownInstances(view, ledger);
        StatusWriter status = new StatusWriter(vertx.eventBus(), ledger, clock);
        SilenceWatch watch = new SilenceWatch(System::nanoTime);
        return Future.all(List.of(
                serveReads(),
                serveWrites(ledger, instances, new ProcessBook(vertx.eventBus(), instances, ledger, status, clock)),
                hearHeartbeats(instances, status, watch),
                takeReports(new StatusReports(instances, status, clock)),
                startExpiry(status, watch),
                startPortKeeping(ledger),
                startDiscovery()));
    }

    /** Gives the duties to another node. */
    @Override
    public Future<?> stop() {
        return Future.all(expiryDuty.stop(), discoveryDuty.stop(), portDuty.stop())
                .onComplete(done -> discovery.close());
    }

    private Future<?> serveReads() {
        EventBus bus = vertx.eventBus();
        InstanceQueries queries = new InstanceQueries(view, config.defaultEnvironment());
        return Future.all(
                RegistryContract.SERVICES
                        .serve(bus, query -> Future.succeededFuture(queries.page(query)))
                        .completion(),
                RegistryContract.ENDPOINT
                        .serve(bus, query -> Future.succeededFuture(queries.endpoint(query)))
                        .completion(),
                RegistryContract.START_ORDER
                        .serve(bus, query -> Future.succeededFuture(startOrder(query)))
                        .completion());
    }

    private Future<?> serveWrites(LedgerWriter ledger, KnownInstances instances, ProcessBook processes) {
        EventBus bus = vertx.eventBus();
        PortFinder ports = new PortFinder(bus, new HostAgents(bus));
        Planner planner = new Planner(config, view, ports, clock);
        Registrar registrar = new Registrar(bus, config, view, ledger, planner, clock);
        Deregistrar deregistrar =
                new Deregistrar(bus, instances, new InstanceQueries(view, config.defaultEnvironment()), ledger, clock);
        BulkDeregistrar bulk = new BulkDeregistrar(bus, ledger, clock);
        Reassignments reassignments = new Reassignments(bus, config, instances, ledger, ports, clock);
        List<MessageConsumer<?>> served = List.of(
                RegistryContract.REGISTER.serve(bus, registrar::register),
                RegistryContract.REGISTER_BATCH.serve(bus, registrar::registerBatch),
                RegistryContract.DEREGISTER.serve(bus, deregistrar::deregister),
                RegistryContract.DEREGISTER_MANY.serve(bus, bulk::deregister),
                RegistryContract.CONFIRM_REASSIGNMENT.serve(bus, reassignments::confirm),
                RegistryContract.COMPLETE_REASSIGNMENT.serve(bus, reassignments::complete),
                RegistryContract.OFFER.serve(bus, planner::offer),
                RegistryContract.RECLAIM.serve(bus, deregistrar::reclaim),
                RegistryContract.REPORT_PROCESSES.serve(bus, processes::report));
        return Future.all(served.stream().map(MessageConsumer::completion).toList());
    }

    private Future<?> hearHeartbeats(KnownInstances instances, StatusWriter status, SilenceWatch watch) {
        EventBus bus = vertx.eventBus();
        LapsedRequests lapsed = new LapsedRequests(clock);
        Heartbeats heartbeats = new Heartbeats(bus, config.nodeId(), view, instances, status, watch, lapsed, clock);
        view.onChange(heartbeats::viewChanged);
        vertx.setPeriodic(PASS_ON_EVERY.toMillis(), t -> heartbeats.passOn());
        return Future.all(
                RegistryContract.HEARTBEAT.serve(bus, heartbeats::hear).completion(),
                PortsContract.REASSIGNMENT_LAPSED.subscribe(bus, lapsed::lapsed).completion(),
                PortsContract.REASSIGNMENT_REQUESTED
                        .subscribe(bus, asked -> lapsed.forget(asked.asker()))
                        .completion(),
                RegistryContract.HEARTBEATS_HEARD
                        .subscribe(bus, heartbeats::take)
                        .completion());
    }

    private Future<?> takeReports(StatusReports reports) {
        return RegistryContract.REPORT_STATUS
                .serve(vertx.eventBus(), reports::take)
                .completion();
    }

    private Future<?> startExpiry(StatusWriter status, SilenceWatch watch) {
        Expiry expiry = new Expiry(view, watch, status, () -> expiryDuty.fence());
        expiryDuty = duty(EXPIRY_DUTY, expiry::dutyChanged);
        vertx.setPeriodic(EXPIRE_EVERY.toMillis(), t -> expiry.check());
        return expiryDuty.start();
    }

    private Future<?> startPortKeeping(LedgerWriter ledger) {
        PortKeeper keeper =
                new PortKeeper(vertx.eventBus(), view, ledger, clock, config.host(), () -> portDuty.fence());
        portDuty = duty(PORT_DUTY, mine -> {});
        vertx.setPeriodic(KEEP_PORTS_EVERY.toMillis(), t -> keeper.check());
        return portDuty.start();
    }

    private Future<?> startDiscovery() {
        discovery = ServiceDiscovery.create(vertx);
        DiscoveryMap map = new DiscoveryMap(discovery, view);
        discoveryDuty = duty(DISCOVERY_DUTY, map::dutyChanged);
        Context context = vertx.getOrCreateContext();
        view.onChange(change -> {
            if (!change.services().isEmpty()) {
                context.runOnContext(v -> map.viewChanged(change));
            }
        });
        vertx.setPeriodic(FLUSH_DISCOVERY_EVERY.toMillis(), t -> map.flush());
        vertx.setPeriodic(COMPARE_DISCOVERY_EVERY.toMillis(), t -> map.reconcileAll());
        return discoveryDuty.start();
    }

    private Duty duty(String name, Consumer<Boolean> onChange) {
        return new Duty(vertx, view, clock, name, config.nodeId(), config.nodeName(), onChange);
    }

    private StartOrder startOrder(StartOrderQuery query) {
        String environment = query.environment();
        return Dependencies.startOrder(view.snapshot().instances().values().stream()
                .filter(i -> environment == null || environment.equals(i.environment()))
                .toList());
    }
}
