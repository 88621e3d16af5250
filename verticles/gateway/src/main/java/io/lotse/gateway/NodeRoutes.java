package io.lotse.gateway;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;

import io.lotse.contracts.gateway.Bulkhead;
import io.lotse.contracts.gateway.GatewayContract;
import io.lotse.meshview.MeshView;

/**
 * What the event loops of one node have in common: the declared routes and what is known of the instances.
 */
final class NodeRoutes {
    private static final long REVIEW_MILLIS = 2_000;

    private final DeclaredRoutes declared = new DeclaredRoutes();
    private final String gateway = UUID.randomUUID().toString();
    private final Healths healths = new Healths(gateway, System::nanoTime);
    private final RateLimits rateLimits = new RateLimits(gateway, System::nanoTime);
    private final Map<List<Object>, BulkheadGate> bulkheads = new ConcurrentHashMap<>();
    private final NodeCache cache;
    private final TrustedProxies proxies;
    /** Null where no requests are logged. */
    private final AccessLog accessLog;

    /** Null where nothing is traced: OpenTelemetry is not even loaded then. */
    private final Traces traces;

    private final ApiContracts apis = new ApiContracts(System::nanoTime);
    private final Clock clock;
    private final CachePurges purges;
    private final Faults faults;
    private final NodeAuth auth;
    private final GatewayConfig config;
    /** Null where nobody wants figures. */
    private final MeterRegistry registry;

    private final GatewayMeters meters;
    private final TrafficTeller traffic;
    private final MeshView view;
    private final OtherGateways others;
    private final Connections connections;
    private final SlowClients slowClients = new SlowClients();
    /** Null where the node does not listen for TLS. */
    private final TlsFiles tls;

    private Future<Void> started;
    private Future<Void> tracing = Future.succeededFuture();

    /** @param registry where figures are kept; null for none */
    NodeRoutes(GatewayConfig config, MeshView view, Clock clock, MeterRegistry registry) {
        this.config = config;
        this.registry = registry;
        this.traffic = new TrafficTeller(gateway, clock);
        this.meters = registry == null ? null : new GatewayMeters(registry, traffic.paths());
        this.view = view;
        this.others = new OtherGateways(config.host());
        this.tls = config.tls() == null ? null : new TlsFiles(config.tls(), clock);
        this.proxies = new TrustedProxies(config.trustedProxies());
        this.connections = new Connections(config.limits(), others::haveOneAt, proxies::haveOneAt, System::nanoTime);
        this.accessLog = config.accessLog() == null ? null : new AccessLog(config.accessLog(), AccessLog.QUEUED);
        this.traces = config.tracing() == null ? null : new Traces(config.tracing(), config.host(), proxies, registry);
        this.clock = clock;
        this.auth = new NodeAuth(view, clock);
        this.faults = new Faults(view, registry);
        this.cache = new NodeCache(gateway, new AnswerStore(config.cacheBytes()), clock);
        this.purges = new CachePurges(gateway, cache, others::count);
    }

    GatewayConfig config() {
        return config;
    }

    DeclaredRoutes declared() {
        return declared;
    }

    Healths healths() {
        return healths;
    }

    RateLimits rateLimits() {
        return rateLimits;
    }

    /** Tells the mesh what the event loops count. */
    TrafficTeller traffic() {
        return traffic;
    }

    OtherGateways others() {
        return others;
    }

    /** The connections of clients, of all event loops. */
    Connections connections() {
        return connections;
    }

    SlowClients slowClients() {
        return slowClients;
    }

    /** The node's certificates; null where it does not listen for TLS. */
    TlsFiles tls() {
        return tls;
    }

    TrustedProxies proxies() {
        return proxies;
    }

    /** Looks on at all requests for the access log; null where there is none. */
    AccessLogInterceptor accessLog() {
        return accessLog == null ? null : new AccessLogInterceptor(accessLog, proxies, clock);
    }

    /** What makes spans of requests; null where nothing ever does. */
    Traces traces() {
        return traces;
    }

    /** The gateway has answered a request that never had a route. */
    void refused(HttpServerRequest request) {
        if (accessLog != null) {
            accessLog().refused(request);
        }
        if (traces != null) {
            traces.refused(request);
        }
    }

    NodeAuth auth() {
        return auth;
    }

    /** The OpenAPI documents that requests are held against. */
    ApiContracts apis() {
        return apis;
    }

    /** What tests want to go wrong. */
    Faults faults() {
        return faults;
    }

    NodeCache cache() {
        return cache;
    }

    /** The routes' figures; null where nobody wants any. */
    GatewayMeters meters() {
        return meters;
    }

    /** The bulkhead of a route; the same for all event loops. */
    BulkheadGate bulkhead(String route, Bulkhead bulkhead) {
        return bulkheads.computeIfAbsent(List.of(route, bulkhead), k -> new BulkheadGate(route, bulkhead));
    }

    /** Reads the sources from now on; the first call counts. Fails if there is a mistake in the file of routes or in a certificate. */
    synchronized Future<Void> start(Vertx vertx) {
        if (started == null) {
            auth.start(vertx);
            traffic.start(vertx);
            new LedgerRoutes(view, declared).start();
            new MetadataRoutes(view, declared).start();
            if (registry != null) {
                reviewInstances(vertx, new InstanceMeters(registry));
                CacheMeters.register(registry, cache);
                ConnectionMeters.register(registry, connections, slowClients);
            }
            if (accessLog != null) {
                startAccessLog(vertx);
            }
            if (traces != null) {
                tracing = traces.start(vertx);
            }
            view.onChange(change -> apis.changed(change.services()));
            vertx.setPeriodic(ApiContracts.LOOK_MILLIS, t -> apis.look(vertx));
            healths.publishTo(change -> GatewayContract.CIRCUIT_CHANGED.publish(vertx.eventBus(), change));
            cache.publishTo(told -> GatewayContract.CACHE_INVALIDATED.publish(vertx.eventBus(), told));
            vertx.setPeriodic(
                    RateLimits.TELL_MILLIS,
                    t -> rateLimits.tell(counts -> GatewayContract.RATE_COUNTED.publish(vertx.eventBus(), counts)));
            started = Future.all(
                            purges.start(vertx),
                            GatewayContract.CIRCUIT_CHANGED
                                    .subscribe(vertx.eventBus(), healths::hear)
                                    .completion(),
                            GatewayContract.CACHE_INVALIDATED
                                    .subscribe(vertx.eventBus(), cache::hear)
                                    .completion(),
                            GatewayContract.RATE_COUNTED
                                    .subscribe(vertx.eventBus(), rateLimits::hear)
                                    .completion())
                    .compose(v -> config.routes() == null
                            ? Future.succeededFuture()
                            : new RoutesFile(config.routes(), declared, auth.apiKeys()).start(vertx))
                    .compose(v -> tls == null ? Future.succeededFuture() : tls.start(vertx));
        }
        return started;
    }

    /** Done when requests are traced, if they shall be; a start does not wait for it. */
    synchronized Future<Void> tracing() {
        return tracing;
    }

    private void startAccessLog(Vertx vertx) {
        if (registry != null) {
            accessLog.countIn(registry);
        }
        vertx.setPeriodic(AccessLog.WRITE_MILLIS, t -> writeAccessLog(vertx));
    }

    /** Writes what waits to be written; done when all of it is. */
    Future<Void> writeAccessLog(Vertx vertx) {
        return accessLog == null
                ? Future.succeededFuture()
                : vertx.executeBlocking(
                        () -> {
                            accessLog.write();
                            return null;
                        },
                        false);
    }

    /** Sends what spans wait; done when they are sent or given up. */
    Future<Void> sendSpans(Vertx vertx) {
        return traces == null ? Future.succeededFuture() : traces.send(vertx);
    }

    /** Not on an event loop: there may be many. */
    private void reviewInstances(Vertx vertx, InstanceMeters instances) {
        vertx.setPeriodic(
                REVIEW_MILLIS,
                t -> vertx.executeBlocking(
                        () -> {
                            instances.review(healths.byInstance());
                            return null;
                        },
                        false));
    }
}
