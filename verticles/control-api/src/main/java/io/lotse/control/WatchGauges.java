package io.lotse.control;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;

import io.lotse.contracts.Empty;
import io.lotse.contracts.health.HealthBatch;
import io.lotse.contracts.health.HealthContract;
import io.lotse.contracts.health.HealthStatus;
import io.lotse.contracts.host.ForeignListeners;
import io.lotse.contracts.host.HostContract;
import io.lotse.contracts.ledger.LedgerContract;
import io.lotse.contracts.ledger.LedgerStatus;
import io.lotse.contracts.ledger.LedgerStorage;
import io.lotse.contracts.network.ConnectivityChange;
import io.lotse.contracts.network.NetworkAxis;
import io.lotse.contracts.network.NetworkContract;
import io.lotse.contracts.network.NetworkState;
import io.lotse.contracts.network.Reachability;
import io.lotse.meshview.MeshView;

/** What a node's metrics tell of what is watched: the health of instances, the network, the ledger. */
final class WatchGauges {
    private static final long EVERY_MILLIS = 5_000;

    private final Vertx vertx;
    private final EventBus bus;
    private final ControlApiConfig config;
    private final MeshView view;
    /** By instance, those that are registered and were checked while this node listened. */
    private final Map<String, HealthStatus> health = new ConcurrentHashMap<>();

    private volatile NetworkState network;
    private volatile boolean inTouch;
    private volatile LedgerStorage storage;
    private volatile int foreign;

    WatchGauges(Vertx vertx, ControlApiConfig config, MeshView view) {
        this.vertx = vertx;
        this.bus = vertx.eventBus();
        this.config = config;
        this.view = view;
    }

    /** Registers the gauges; where another copy did before, its gauges stay. */
    void register(MeterRegistry registry) {
        for (HealthStatus status : HealthStatus.values()) {
            Gauge.builder("lotse.instances.health", this, g -> g.instances(status))
                    .tag("status", status.wireName())
                    .description("Registered instances by the result of their last health check")
                    .register(registry);
        }
        for (Reachability state : Reachability.values()) {
            Gauge.builder("lotse.network.state", this, g -> g.networkState() == state ? 1 : 0)
                    .tag("state", state.wireName())
                    .description("1 for the state of the network as this node sees it, 0 for the others")
                    .register(registry);
            Gauge.builder("lotse.network.targets", this, g -> g.targets(state))
                    .tag("state", state.wireName())
                    .description("Targets and other nodes by whether this node reaches them")
                    .register(registry);
        }
        axes(registry);
        Gauge.builder("lotse.ports.foreign", this, g -> g.foreign)
                .description("Listeners at managed ports of this node's host that no allocation explains")
                .register(registry);
        Gauge.builder(
                        "lotse.ledger.in.touch",
                        this,
                        g -> g.inTouch && !view.freshness().stale() ? 1 : 0)
                .description("1 while the ledger confirms what this node knows")
                .register(registry);
        disk(registry, "lotse.ledger.disk.free", LedgerStorage::freeBytes, "Bytes that are free on the ledger's disk");
        disk(registry, "lotse.ledger.disk.floor", LedgerStorage::floorBytes, "Writes are refused below this");
        disk(registry, "lotse.ledger.disk.used", LedgerStorage::sizeBytes, "Bytes that the ledger's folder takes");
        Gauge.builder("lotse.ledger.disk.refusing", this, g -> g.disk(s -> s.refusing() ? 1 : 0))
                .description("1 while writes are refused for want of room on the ledger's disk")
                .register(registry);
    }

    private void axes(MeterRegistry registry) {
        for (NetworkAxis axis : NetworkAxis.values()) {
            for (Reachability state : Reachability.values()) {
                Gauge.builder("lotse.network.axis", this, g -> g.isSo(axis, state) ? 1 : 0)
                        .tag("axis", axis.wireName())
                        .tag("state", state.wireName())
                        .description("1 for the state of an axis of the network as this node sees it")
                        .register(registry);
            }
        }
        Gauge.builder("lotse.network.outage", this, g -> g.network != null && g.network.outage() != null ? 1 : 0)
                .description("1 while nothing of an axis of the network is reached")
                .register(registry);
    }

    private boolean isSo(NetworkAxis axis, Reachability state) {
        NetworkState now = network;
        return now != null && now.axes().stream().anyMatch(a -> a.axis() == axis && a.state() == state);
    }

    private void disk(MeterRegistry registry, String name, ToDoubleFunction<LedgerStorage> what, String description) {
        Gauge.builder(name, this, g -> g.disk(what))
                .description(description)
                .baseUnit("bytes")
                .register(registry);
    }

    /** Not a number where no voter tells of its disk. */
    private double disk(ToDoubleFunction<LedgerStorage> what) {
        LedgerStorage now = storage;
        return now == null ? Double.NaN : what.applyAsDouble(now);
    }

    /** Listens from now on, on the context that it is called on. */
    Future<?> start() {
        vertx.setPeriodic(0, EVERY_MILLIS, timer -> {
            health.keySet().removeIf(id -> view.snapshot().instance(id).isEmpty());
            askForNetwork();
        });
        return Future.all(
                HealthContract.HEALTH_CHECKED.subscribe(bus, this::checked).completion(),
                NetworkContract.CONNECTIVITY_CHANGED
                        .subscribe(bus, this::changed)
                        .completion(),
                HostContract.FOREIGN_LISTENERS_CHANGED
                        .subscribe(bus, this::foreign)
                        .completion(),
                LedgerContract.CHECKED.subscribe(bus, this::checked).completion());
    }

    private void foreign(ForeignListeners now) {
        if (now.host().equals(config.host())) {
            foreign = now.total();
        }
    }

    private void checked(HealthBatch batch) {
        batch.reports().stream()
                .filter(report -> view.snapshot().instance(report.serviceId()).isPresent())
                .forEach(report -> health.put(report.serviceId(), report.status()));
    }

    private void checked(LedgerStatus status) {
        inTouch = status.inTouch();
        storage = status.storage();
    }

    private void changed(ConnectivityChange change) {
        if (change.nodeId().equals(config.nodeId())) {
            askForNetwork();
        }
    }

    /** The whole of it each time: an event may be lost, and a target may go without one. */
    private void askForNetwork() {
        NetworkContract.NETWORK_STATE
                .callFor(bus, config.nodeId(), Empty.EMPTY)
                .onComplete(state -> network = state, silence -> network = null);
    }

    private long instances(HealthStatus status) {
        return view.snapshot().instances().keySet().stream()
                .filter(id -> health.getOrDefault(id, HealthStatus.UNKNOWN) == status)
                .count();
    }

    private Reachability networkState() {
        NetworkState now = network;
        return now == null ? Reachability.UNKNOWN : now.state();
    }

    private long targets(Reachability state) {
        NetworkState now = network;
        return now == null
                ? 0
                : now.targets().stream().filter(t -> t.state() == state).count();
    }
}
