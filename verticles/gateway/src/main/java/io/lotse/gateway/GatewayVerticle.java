package io.lotse.gateway;

import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.PoolOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.Empty;
import io.lotse.contracts.cluster.ClusterContract;
import io.lotse.contracts.cluster.Members;
import io.lotse.meshview.MeshView;

/**
 * The data plane: takes requests for {@code /api/SERVICE/PATH} and brings them to an instance of the service. It
 * routes from the mesh view alone. Deploy as many instances as there are cores; they share the port, and each keeps
 * its own connections to the services on its own event loop.
 */
public final class GatewayVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayVerticle.class);
    private static final int CONNECTIONS_PER_ENDPOINT = 8_192;
    private static final int HTTP2_CONNECTIONS_PER_ENDPOINT = 16;
    private static final long REVIEW_MILLIS = 1_000;

    private final GatewayConfig config;
    private final MeshView view;
    private final Clock clock;
    private final NodeRoutes node;
    private HttpServer server;
    /** Null where the node does not listen for TLS. */
    private TlsListener tls;

    private GatewayVerticle(GatewayConfig config, MeshView view, Clock clock, NodeRoutes node) {
        this.config = config;
        this.view = view;
        this.clock = clock;
        this.node = node;
    }

    /**
     * Makes the copies of one node's gateway, which share what they know of routes and instances.
     *
     * @param view what requests are routed by
     * @param clock dates what is written to the ledger
     * @param metrics where its figures are kept; null for none
     */
    public static Supplier<GatewayVerticle> copies(
            GatewayConfig config, MeshView view, Clock clock, MeterRegistry metrics) {
        NodeRoutes node = new NodeRoutes(config, view, clock, metrics);
        return () -> new GatewayVerticle(config, view, clock, node);
    }

    /** The port it listens at, once started. */
    public int port() {
        return server.actualPort();
    }

    /** The port it listens at for TLS, once started. */
    public int tlsPort() {
        return tls.server().actualPort();
    }

    @Override
    public Future<?> start() {
        RouteCompiler compiler = new RouteCompiler(node);
        RouteTable routes = new RouteTable(config, compiler, view, node.declared(), System::nanoTime);
        Deadlines deadlines = new Deadlines(System::nanoTime);
        Loop loop = new Loop(
                vertx,
                client(HttpSettings.client(config)),
                client(HttpSettings.http2Client(config)),
                deadlines,
                System::nanoTime,
                node.slowClients(),
                config.timeouts().drain().toNanos(),
                new Compressors());
        sweep(deadlines, routes);
        vertx.setPeriodic(REVIEW_MILLIS, t -> routes.reviewLatency());
        node.traffic().listen(vertx, compiler.busy());
        return node.start(vertx).compose(v -> {
            routes.start();
            makeServers(compiler, routes, loop);
            return listen(routes);
        });
    }

    private HttpClient client(HttpClientOptions options) {
        return vertx.httpClientBuilder()
                .with(options)
                .with(new PoolOptions()
                        .setHttp1MaxSize(CONNECTIONS_PER_ENDPOINT)
                        .setHttp2MaxSize(HTTP2_CONNECTIONS_PER_ENDPOINT))
                .withConnectHandler(connection -> connection.exceptionHandler(GatewayVerticle::connectionFailed))
                .build();
    }

    private void makeServers(RouteCompiler compiler, RouteTable routes, Loop loop) {
        HttpServerOptions plain = HttpSettings.server(config);
        if (config.tls() == null) {
            server = server(plain, routes::find, loop);
            return;
        }
        HttpServer secure = server(TlsListener.options(plain, node.tls()), routes::find, loop);
        tls = new TlsListener(config, node.tls(), secure);
        Route toTls = compiler.answered("to-tls", new TlsRedirection(this::tlsPort));
        // gateways ask each other by the plain port
        server = server(
                plain, config.tls().redirect() ? r -> r.fromGateway() ? routes.find(r) : toTls : routes::find, loop);
    }

    private HttpServer server(HttpServerOptions options, Function<InboundRequest, Route> routes, Loop loop) {
        return vertx.createHttpServer(options)
                .requestHandler(
                        new GatewayHandler(new RequestCheck(vertx, node.others()::sent), routes, loop, node::refused))
                .invalidRequestHandler(new UnreadableRequests(config.limits(), node::refused))
                .connectionHandler(
                        new Arrivals(node.connections(), options, loop, config.limits(), node.others()::haveOneAt))
                .exceptionHandler(GatewayVerticle::connectionFailed);
    }

    /** Looks at what is overdue, ten times within the shortest time that any route allows. */
    private void sweep(Deadlines deadlines, RouteTable routes) {
        long millis = TimeUnit.NANOSECONDS.toMillis(routes.shortestPatience()) / 10;
        // first, so that nothing that goes wrong in a look ends all looks
        vertx.setTimer(Math.max(10, Math.min(500, millis)), t -> sweep(deadlines, routes));
        deadlines.sweep();
    }

    private Future<?> listen(RouteTable routes) {
        return ClusterContract.MEMBERS_CHANGED
                .subscribe(vertx.eventBus(), members -> membersChanged(routes, members))
                .completion()
                .onSuccess(v -> askForMembers(routes))
                .compose(v -> new RouteOperations(vertx, view, node, clock).serve(vertx.eventBus()))
                .compose(v -> new ApiKeyOperations(vertx, view, node.auth(), clock).serve(vertx.eventBus()))
                .compose(v -> tls == null ? Future.succeededFuture() : tls.start())
                .compose(v -> server.listen(config.port(), config.bindAddress()))
                .onSuccess(s -> LOG.info("event=gateway_started port={}", s.actualPort()));
    }

    /** Takes nothing new and lets running requests finish for a while. */
    @Override
    public Future<?> stop() {
        Future<Void> plain = shutDown(server);
        Future<?> all = tls == null ? plain : Future.join(plain, shutDown(tls.server()));
        return all.eventually(() -> node.writeAccessLog(vertx)).eventually(() -> node.sendSpans(vertx));
    }

    private Future<Void> shutDown(HttpServer listening) {
        return listening.shutdown(config.drain().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Nobody need answer: a node alone has no peers, and a change of members is told. */
    private void askForMembers(RouteTable routes) {
        ClusterContract.MEMBERS
                .call(vertx.eventBus(), new Empty())
                .onSuccess(members -> membersChanged(routes, members))
                .onFailure(e -> LOG.debug("event=members_unknown reason={}", e.toString()));
    }

    private void membersChanged(RouteTable routes, Members members) {
        node.others().membersChanged(members);
        routes.membersChanged(members);
    }

    /** What a broken connection means to a request is told to its exchange. */
    private static void connectionFailed(Throwable cause) {
        LOG.debug("event=connection_failed reason={}", cause.toString());
    }
}
