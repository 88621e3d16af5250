package io.lotse.gateway;

import java.util.concurrent.TimeUnit;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.Empty;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.cluster.ClusterContract;
import io.lotse.meshview.MeshView;

/**
 * The data plane: takes requests for {@code /api/SERVICE/PATH} and brings them to an instance of the service. It
 * routes from the mesh view alone. Deploy as many instances as there are cores; they share the port, and each keeps
 * its own connections to the services on its own event loop.
 */
public final class GatewayVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayVerticle.class);
    private static final int CHUNK = 128 * 1024;
    private static final int CONNECTIONS_PER_ENDPOINT = 8_192;
    /** Servers commonly close after 5 s: be first, so that no request meets a closing connection. */
    private static final int UPSTREAM_KEEP_ALIVE_SECONDS = 4;

    private final GatewayConfig config;
    private final MeshView view;
    private HttpServer server;

    /** @param view what requests are routed by */
    public GatewayVerticle(GatewayConfig config, MeshView view) {
        this.config = config;
        this.view = view;
    }

    /** The port it listens at, once started. */
    public int port() {
        return server.actualPort();
    }

    @Override
    public Future<?> start() {
        RouteTable routes = new RouteTable(config, new RouteCompiler(config.host(), System::nanoTime), view);
        Deadlines deadlines = new Deadlines(config.timeouts().firstByte(), System::nanoTime);
        HttpClient client = vertx.httpClientBuilder()
                .with(clientOptions())
                .with(new PoolOptions().setHttp1MaxSize(CONNECTIONS_PER_ENDPOINT))
                .withConnectHandler(connection -> connection.exceptionHandler(GatewayVerticle::connectionFailed))
                .build();
        HttpServerOptions options = serverOptions();
        server = vertx.createHttpServer(options)
                .requestHandler(new GatewayHandler(new RequestCheck(vertx), routes, client, deadlines))
                .invalidRequestHandler(this::refuse)
                .connectionHandler(connection -> StrictRequestDecoder.install(connection, options))
                .exceptionHandler(GatewayVerticle::connectionFailed);
        long millis = Math.max(10, Math.min(500, config.timeouts().firstByte().toMillis() / 10));
        vertx.setPeriodic(millis, t -> deadlines.sweep());
        routes.start();
        return ClusterContract.MEMBERS_CHANGED
                .subscribe(vertx.eventBus(), routes::membersChanged)
                .completion()
                .onSuccess(v -> askForMembers(routes))
                .compose(v -> server.listen(config.port(), config.bindAddress()))
                .onSuccess(s -> LOG.info("event=gateway_started port={}", s.actualPort()));
    }

    /** Takes nothing new and lets running requests finish for a while. */
    @Override
    public Future<?> stop() {
        return server.shutdown(config.drain().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Nobody need answer: a node alone has no peers, and a change of members is told. */
    private void askForMembers(RouteTable routes) {
        ClusterContract.MEMBERS
                .call(vertx.eventBus(), new Empty())
                .onSuccess(routes::membersChanged)
                .onFailure(e -> LOG.debug("event=members_unknown reason={}", e.toString()));
    }

    private void refuse(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        if (cause instanceof TooLongHttpLineException || cause instanceof TooLongHttpHeaderException) {
            Problems.sendLast(
                    request,
                    ProblemCode.HEADERS_TOO_LARGE,
                    "the request line may have " + config.limits().requestLine() + " bytes and the headers "
                            + config.limits().headers());
        } else {
            Problems.sendLast(request, ProblemCode.INVALID_REQUEST, "this is not HTTP/1.1: " + cause.getMessage());
        }
    }

    private HttpServerOptions serverOptions() {
        return new HttpServerOptions()
                .setMaxChunkSize(CHUNK)
                .setMaxInitialLineLength(config.limits().requestLine())
                .setMaxHeaderSize(config.limits().headers())
                .setIdleTimeout((int) config.timeouts().idle().toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setHttp2ClearTextEnabled(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false);
    }

    private HttpClientOptions clientOptions() {
        return new HttpClientOptions()
                .setMaxChunkSize(CHUNK)
                .setReceiveBufferSize(CHUNK)
                .setConnectTimeout((int) config.timeouts().connect().toMillis())
                .setKeepAliveTimeout(UPSTREAM_KEEP_ALIVE_SECONDS)
                .setMaxInitialLineLength(config.limits().requestLine())
                .setMaxHeaderSize(config.limits().headers());
    }

    /** What a broken connection means to a request is told to its exchange. */
    private static void connectionFailed(Throwable cause) {
        LOG.debug("event=connection_failed reason={}", cause.toString());
    }
}
