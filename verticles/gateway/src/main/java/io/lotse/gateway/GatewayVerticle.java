package io.lotse.gateway;

import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.RecvByteBufAllocator;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.impl.ConnectionBase;
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
    private static final long MOST_SELDOM_LOOK_MILLIS = 5_000;
    private static final long REVIEW_MILLIS = 1_000;

    private final GatewayConfig config;
    private final MeshView view;
    private final Clock clock;
    private final NodeRoutes node;
    private final LeanConnections lean = new LeanConnections();
    private final RecvByteBufAllocator buffers = HttpSettings.buffersForAnswers();
    private final Leaving leaving = new Leaving();
    private Listeners listeners;

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
        return listeners.port();
    }

    /** The port it listens at for TLS, once started. */
    public int tlsPort() {
        return listeners.tlsPort();
    }

    /** The port it listens at for HTTP/2 without TLS, once started. */
    public int h2cPort() {
        return listeners.h2cPort();
    }

    /** Done when requests are traced, if they shall be; a start does not wait for it. */
    Future<Void> tracing() {
        return node.tracing();
    }

    @Override
    public Future<?> start() {
        RouteCompiler compiler = new RouteCompiler(node);
        RouteTable routes = new RouteTable(config, compiler, view, node.declared(), node.faults(), System::nanoTime);
        Deadlines deadlines = new Deadlines(System::nanoTime);
        Deadlines quiet = new Deadlines(System::nanoTime);
        Loop loop = new Loop(
                vertx,
                client(HttpSettings.client(config)),
                client(HttpSettings.http2Client(config)),
                deadlines,
                quiet,
                System::nanoTime,
                node.slowClients(),
                config.timeouts().drain().toNanos(),
                leaving,
                new Compressors());
        sweep(deadlines, routes);
        long idle = config.timeouts().idle().toMillis();
        vertx.setPeriodic(Math.max(10, Math.min(MOST_SELDOM_LOOK_MILLIS, idle / 10)), t -> quiet.sweep());
        vertx.setPeriodic(REVIEW_MILLIS, t -> routes.reviewLatency());
        node.traffic().listen(vertx, compiler.busy());
        return here(node.start(vertx)).compose(v -> {
            routes.start();
            listeners = new Listeners(vertx, node, compiler, routes, loop, lean);
            return listen(routes);
        });
    }

    /**
     * What the copies wait for together is done on the event loop of one of them. All listeners would be opened there, and look
     * at their requests from the others.
     */
    private Future<Void> here(Future<Void> together) {
        Promise<Void> here = Promise.promise();
        together.onComplete(done -> context.runOnContext(v -> here.handle(done)));
        return here.future();
    }

    private HttpClient client(HttpClientOptions options) {
        return vertx.httpClientBuilder()
                .with(options)
                .with(new PoolOptions()
                        .setHttp1MaxSize(CONNECTIONS_PER_ENDPOINT)
                        .setHttp2MaxSize(HTTP2_CONNECTIONS_PER_ENDPOINT))
                .withConnectHandler(connection -> {
                    connection.exceptionHandler(GatewayVerticle::connectionFailed);
                    ((ConnectionBase) connection).channel().config().setRecvByteBufAllocator(buffers);
                    lean.toInstance(connection);
                })
                .build();
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
                .compose(v -> listeners.listen());
    }

    /** Lets clients know, then takes nothing new and lets running requests finish for a while. */
    @Override
    public Future<?> stop() {
        return leaving.begin(vertx, node.connections(), config.drain())
                .eventually(listeners::shutDown)
                .eventually(() -> node.writeAccessLog(vertx))
                .eventually(() -> node.sendSpans(vertx));
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
