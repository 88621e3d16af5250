package io.lotse.launcher.node;

import java.time.Clock;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.alerts.AlertsConfig;
import io.lotse.alerts.AlertsVerticle;
import io.lotse.allocator.PortAllocatorConfig;
import io.lotse.allocator.PortAllocatorVerticle;
import io.lotse.cluster.Cluster;
import io.lotse.connection.ConnectionMonitorConfig;
import io.lotse.connection.ConnectionMonitorVerticle;
import io.lotse.contracts.ledger.Voter;
import io.lotse.control.ControlApiConfig;
import io.lotse.control.ControlApiVerticle;
import io.lotse.dns.DnsConfig;
import io.lotse.dns.DnsVerticle;
import io.lotse.docker.DockerConfig;
import io.lotse.docker.DockerVerticle;
import io.lotse.environments.EnvironmentsConfig;
import io.lotse.environments.EnvironmentsVerticle;
import io.lotse.eventlog.EventLogConfig;
import io.lotse.eventlog.EventLogVerticle;
import io.lotse.events.EventBridgeConfig;
import io.lotse.events.EventBridgeVerticle;
import io.lotse.gateway.GatewayConfig;
import io.lotse.gateway.GatewayVerticle;
import io.lotse.hostagent.HostAgentConfig;
import io.lotse.hostagent.HostAgentVerticle;
import io.lotse.kubernetes.KubernetesConfig;
import io.lotse.kubernetes.KubernetesVerticle;
import io.lotse.launcher.config.HostPort;
import io.lotse.launcher.config.LedgerBounds;
import io.lotse.launcher.config.Mode;
import io.lotse.launcher.config.NodeConfig;
import io.lotse.launcher.config.Release;
import io.lotse.launcher.config.Role;
import io.lotse.ledger.LedgerConfig;
import io.lotse.ledger.LedgerConfig.PostgresUri;
import io.lotse.ledger.LedgerVerticle;
import io.lotse.meshview.EphemeralOverlap;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.MeshView;
import io.lotse.meshview.MeshViewFeed;
import io.lotse.meshview.ViewStore;
import io.lotse.observer.ObserverConfig;
import io.lotse.observer.ObserverVerticle;
import io.lotse.registry.RegistryConfig;
import io.lotse.registry.RegistryVerticle;
import io.lotse.reports.ReportsConfig;
import io.lotse.reports.ReportsVerticle;
import io.lotse.supervisor.SupervisorConfig;
import io.lotse.supervisor.SupervisorVerticle;

/** The rooms of one node: what each is handed, and in which order they open and close. */
final class Rooms {
    /** As many copies of what serves HTTP. */
    static final int CORES = Math.max(2, Runtime.getRuntime().availableProcessors());

    private static final Logger LOG = LoggerFactory.getLogger(Rooms.class);
    private static final Set<Role> IN_FRONT =
            EnumSet.of(Role.GATEWAY, Role.CONTROL_API, Role.DNS, Role.OBSERVER, Role.REPORTS, Role.KUBERNETES);
    private static final Set<Role> BEHIND = EnumSet.complementOf(EnumSet.of(
            Role.LEDGER, Role.GATEWAY, Role.CONTROL_API, Role.DNS, Role.OBSERVER, Role.REPORTS, Role.KUBERNETES));

    private final NodeConfig config;
    private final Cluster cluster;
    private final Metrics metrics;
    private final Clock clock = Clock.systemUTC();
    private final MeshView view = new MeshView(clock);
    private final ViewStore store;
    /** The deployments by role. */
    private final Map<Role, String> open = new ConcurrentHashMap<>();

    Rooms(NodeConfig config, Cluster cluster, Metrics metrics) {
        this.config = config;
        this.cluster = cluster;
        this.metrics = metrics;
        this.store = new ViewStore(cluster.vertx(), view, config.data().resolve("view.jsonl"));
    }

    /** The ledger's revision that this node has seen. */
    long revision() {
        return view.snapshot().revision();
    }

    /** Opens what was asked for; done when all of it serves. */
    Future<Void> open() {
        return Future.all(List.of(
                        store.start()
                                .compose(v -> room(Role.LEDGER, 1, this::ledger))
                                .compose(v -> feedView())
                                .compose(v -> room(Role.EVENT_LOG, 1, this::eventLog)),
                        room(Role.HOST_AGENT, 1, this::hostAgent),
                        room(Role.PORT_ALLOCATOR, 1, this::portAllocator),
                        room(Role.ENVIRONMENTS, 1, this::environments),
                        room(Role.REGISTRY, 1, this::registry),
                        room(Role.EVENT_BRIDGE, 1, this::eventBridge),
                        room(Role.CONNECTION_MONITOR, 1, this::connectionMonitor)))
                .compose(v -> Future.all(List.of(
                        room(Role.CONTROL_API, CORES, this::controlApi),
                        room(Role.GATEWAY, CORES, gateway()),
                        room(Role.OBSERVER, 1, this::observer),
                        room(Role.ALERTS, 1, this::alerts),
                        room(Role.SUPERVISOR, 1, this::supervisor),
                        room(Role.REPORTS, 1, this::reports),
                        room(Role.DOCKER, 1, this::docker),
                        room(Role.KUBERNETES, 1, this::kubernetes),
                        room(Role.DNS, 1, this::dns))))
                .onSuccess(v -> warnOfTheKernelsPorts())
                .mapEmpty();
    }

    /** Such a port may be gone between its allocation and the service's bind. */
    private void warnOfTheKernelsPorts() {
        MeshSnapshot snapshot = view.snapshot();
        snapshot.host(config.host())
                .flatMap(host -> EphemeralOverlap.of(snapshot, host))
                .ifPresent(overlap ->
                        LOG.warn("event=ports_shared_with_kernel advice=\"{}\"", overlap.text(config.host())));
    }

    /** A node that cannot reach the ledger serves what it knew last, and says so. */
    private Future<Void> feedView() {
        return new MeshViewFeed(vertx(), view).start().otherwise(e -> {
            LOG.warn("event=ledger_out_of_reach revision={} reason=\"{}\"", revision(), e.getMessage());
            return null;
        });
    }

    /**
     * Closes the rooms: those that take requests first, so that these end before what they need is gone, and the ledger
     * last.
     */
    Future<Void> drain() {
        return close(IN_FRONT)
                .compose(v -> close(BEHIND))
                .compose(v -> close(Set.of(Role.LEDGER)))
                .compose(v -> store.stop());
    }

    private Future<Void> close(Set<Role> roles) {
        List<Future<Void>> closing = roles.stream()
                .map(open::remove)
                .filter(Objects::nonNull)
                .map(id -> vertx().undeploy(id))
                .toList();
        return Future.join(closing)
                .onFailure(e -> LOG.warn("event=room_not_closed reason=\"{}\"", e.toString()))
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    private Future<Void> room(Role role, int copies, Supplier<? extends Deployable> made) {
        if (!config.runs(role)) {
            return Future.succeededFuture();
        }
        return vertx().deployVerticle(made, new DeploymentOptions().setInstances(copies))
                .onSuccess(id -> open.put(role, id))
                .mapEmpty();
    }

    private Vertx vertx() {
        return cluster.vertx();
    }

    private Deployable ledger() {
        return new LedgerVerticle(
                new LedgerConfig(config.name(), config.data(), participation(), limits()), Rooms::lost);
    }

    private LedgerConfig.Limits limits() {
        LedgerBounds bounds = config.bounds();
        return LedgerConfig.Limits.DEFAULT.with(bounds.historyBytes(), bounds.historyAge(), bounds.diskFloor());
    }

    private LedgerConfig.Participation participation() {
        if (config.ledgerPostgres() != null) {
            return new LedgerConfig.Postgres(
                    config.ledgerPostgres(), !config.join().isEmpty());
        }
        if (config.voters().containsKey(config.name())) {
            return new LedgerConfig.Vote(config.voters().entrySet().stream()
                    .map(v -> new Voter(v.getKey(), v.getValue().toString()))
                    .sorted(Comparator.comparing(Voter::node))
                    .toList());
        }
        return config.founds()
                ? new LedgerConfig.Found(config.address(), config.ports().ledger())
                : new LedgerConfig.Join();
    }

    /** Without its log a voter must not go on: what it would acknowledge might be lost. */
    private static void lost(Throwable cause) {
        LOG.error("event=ledger_lost", cause);
        System.err.println("lotse: this node can no longer keep its part of the ledger, or of the events, and ends: "
                + cause.getMessage());
        Runtime.getRuntime().halt(1);
    }

    private Deployable hostAgent() {
        return new HostAgentVerticle(
                new HostAgentConfig(config.host(), config.separateAddresses(), config.reclaimAfter()), view, clock);
    }

    private Deployable supervisor() {
        String control = config.roles().contains(Role.CONTROL_API)
                ? "http://" + new HostPort(config.address(), config.ports().control())
                : null;
        return new SupervisorVerticle(
                new SupervisorConfig(
                        config.name(),
                        config.host(),
                        control,
                        config.data(),
                        config.supervision().services(),
                        config.mode() != Mode.PRODUCTION,
                        config.supervision().scripts()),
                view,
                metrics.registry(),
                clock);
    }

    private Deployable portAllocator() {
        NodeConfig.Ports own = config.ports();
        Set<Integer> listeners =
                new HashSet<>(Set.of(own.gateway(), own.control(), own.cluster(), own.ledger(), own.dns()));
        // before a topic is durable nobody listens there; whoever took it would be in the way later
        listeners.add(EventLogConfig.portBeside(own.ledger()));
        if (config.gateway().tls() != null) {
            listeners.add(config.gateway().tls().port());
        }
        if (config.gateway().h2cPort() != null) {
            listeners.add(config.gateway().h2cPort());
        }
        return new PortAllocatorVerticle(new PortAllocatorConfig(listeners), view, clock);
    }

    private Deployable environments() {
        return new EnvironmentsVerticle(new EnvironmentsConfig(cluster.nodeId(), config.name()), view, clock);
    }

    private Deployable registry() {
        return new RegistryVerticle(
                new RegistryConfig(
                        cluster.nodeId(),
                        config.name(),
                        config.host(),
                        config.mode().wireName()),
                view,
                clock);
    }

    private Deployable controlApi() {
        return new ControlApiVerticle(
                new ControlApiConfig(
                        config.address(),
                        config.ports().control(),
                        cluster.nodeId(),
                        config.name(),
                        config.host(),
                        config.mode().wireName(),
                        config.data().resolve("logs").resolve("environments"),
                        Release.version()),
                view,
                metrics.registry(),
                metrics.page(),
                clock);
    }

    private Deployable observer() {
        return new ObserverVerticle(
                ObserverConfig.of(cluster.nodeId(), config.name(), config.host())
                        .every(config.healthInterval())
                        .in(config.data()),
                view,
                metrics.registry(),
                clock);
    }

    private Deployable reports() {
        return new ReportsVerticle(
                new ReportsConfig(
                        cluster.nodeId(),
                        config.name(),
                        config.reportSchedule(),
                        ReportsConfig.DEFAULT_TARGET,
                        ObserverConfig.DEFAULT_TIMEOUT,
                        GatewayConfig.Timeouts.DEFAULTS.firstByte()),
                view,
                metrics.registry(),
                clock);
    }

    private Deployable alerts() {
        return new AlertsVerticle(
                AlertsConfig.of(cluster.nodeId(), config.name(), config.data(), System.getenv()),
                view,
                metrics.registry(),
                clock);
    }

    private Deployable connectionMonitor() {
        return new ConnectionMonitorVerticle(
                new ConnectionMonitorConfig(cluster.nodeId(), config.name(), config.host(), config.network()),
                view,
                clock);
    }

    private Deployable eventBridge() {
        return new EventBridgeVerticle(EventBridgeConfig.of(cluster.nodeId()), view, clock);
    }

    private Deployable eventLog() {
        PostgresUri postgres = config.ledgerPostgres();
        EventLogConfig log = new EventLogConfig(
                config.name(),
                config.data(),
                postgres == null ? null : postgres.sessionsOf(config.name()),
                config.bounds().diskFloor(),
                config.durableTopics());
        return new EventLogVerticle(log, view, clock, Rooms::lost);
    }

    private Deployable docker() {
        DockerConfig containers = new DockerConfig(
                config.name(), config.host(), config.address(), config.mode().wireName(), config.docker());
        return new DockerVerticle(containers, view, metrics.registry(), clock);
    }

    private Deployable kubernetes() {
        return new KubernetesVerticle(
                new KubernetesConfig(
                        cluster.nodeId(),
                        config.name(),
                        config.host(),
                        config.mode().wireName(),
                        config.kubernetes()),
                view,
                metrics.registry(),
                clock);
    }

    private Deployable dns() {
        return new DnsVerticle(
                DnsConfig.of(
                        config.address(),
                        config.ports().dns(),
                        config.host(),
                        config.mode().wireName()),
                view);
    }

    private Supplier<? extends Deployable> gateway() {
        GatewayConfig.Control control = config.roles().contains(Role.CONTROL_API)
                ? new GatewayConfig.Control(
                        config.address(),
                        config.ports().control(),
                        config.gateway().controlRole())
                : null;
        return GatewayVerticle.copies(
                new GatewayConfig(
                                config.address(),
                                config.ports().gateway(),
                                config.host(),
                                config.mode().wireName(),
                                control)
                        .withRoutes(config.gateway().routes())
                        .withH2c(config.gateway().h2cPort())
                        .inZone(config.gateway().zone())
                        .withTls(config.gateway().tls())
                        .withLimits(config.gateway().limits())
                        .withCache(config.gateway().cacheBytes())
                        .behind(config.gateway().trustedProxies())
                        .logging(AccessLogLines.rule(config.gateway().accessLog()))
                        .tracing(config.gateway().tracing())
                        .timing(config.gateway().serverTiming()),
                view,
                clock,
                metrics.registry());
    }
}
