package io.lotse.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where one event loop takes requests: the plain port, and those for TLS and for HTTP/2 without TLS where the node has them. The event
 * loops of a node share its ports.
 */
final class Listeners {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final Vertx vertx;
    private final NodeRoutes node;
    private final GatewayConfig config;
    private final Loop loop;
    private final LeanConnections lean;
    private final HttpServer plain;
    /** Null where the node does not listen for TLS. */
    private final TlsListener tls;
    /** Null where the node does not listen for HTTP/2 without TLS. */
    private final HttpServer h2c;

    Listeners(
            Vertx vertx, NodeRoutes node, RouteCompiler compiler, RouteTable routes, Loop loop, LeanConnections lean) {
        this.vertx = vertx;
        this.node = node;
        this.config = node.config();
        this.loop = loop;
        this.lean = lean;
        HttpServerOptions options = HttpSettings.server(config);
        this.tls = config.tls() == null ? null : tls(options, routes::find);
        Function<InboundRequest, Route> unencrypted =
                tls != null && config.tls().redirect()
                        ? toTls(routes, compiler.answered("to-tls", new TlsRedirection(this::tlsPort)))
                        : routes::find;
        this.plain = server(options, handler(unencrypted), arrivals(options));
        this.h2c = config.h2cPort() == null ? null : h2c(unencrypted);
    }

    /** Gateways ask each other by the plain port. */
    private static Function<InboundRequest, Route> toTls(RouteTable routes, Route redirection) {
        return request -> request.fromGateway() ? routes.find(request) : redirection;
    }

    private TlsListener tls(HttpServerOptions plainly, Function<InboundRequest, Route> routes) {
        HttpServerOptions options = TlsListener.options(plainly, node.tls());
        return new TlsListener(config, node.tls(), server(options, handler(routes), arrivals(options)));
    }

    private HttpServer h2c(Function<InboundRequest, Route> routes) {
        HttpServerOptions options = PriorKnowledge.options(config);
        return server(options, PriorKnowledge.requests(handler(routes)), PriorKnowledge.connections(arrivals(options)));
    }

    private Handler<HttpServerRequest> handler(Function<InboundRequest, Route> routes) {
        return new GatewayHandler(new RequestCheck(vertx, node.others()::sent), routes, loop, node::refused);
    }

    private Handler<HttpConnection> arrivals(HttpServerOptions options) {
        ConnectionRules rules = new ConnectionRules(
                loop,
                config.timeouts().idle().toNanos(),
                config.limits().head().toNanos(),
                config.limits().send().toNanos(),
                node.others()::haveOneAt);
        return new Arrivals(node.connections(), options, rules, lean);
    }

    private HttpServer server(
            HttpServerOptions options, Handler<HttpServerRequest> requests, Handler<HttpConnection> connections) {
        return vertx.createHttpServer(options)
                .requestHandler(requests)
                .invalidRequestHandler(new UnreadableRequests(config.limits(), node::refused))
                .connectionHandler(connections)
                .exceptionHandler(cause -> LOG.debug("event=connection_failed reason={}", cause.toString()));
    }

    /** Fails with a text for people where a port is taken. */
    Future<?> listen() {
        Future<?> secure = tls == null ? Future.succeededFuture() : tls.start();
        return secure.compose(v -> h2c == null ? Future.succeededFuture() : listenForHttp2())
                .compose(v -> plain.listen(config.port(), config.bindAddress()))
                .onSuccess(s -> LOG.info("event=gateway_started port={}", s.actualPort()));
    }

    private Future<HttpServer> listenForHttp2() {
        return h2c.listen(config.h2cPort(), config.bindAddress())
                .recover(e -> Future.failedFuture(new IllegalStateException(
                        "the gateway cannot listen for HTTP/2 at " + config.bindAddress() + ":" + config.h2cPort()
                                + ": " + e.getMessage() + "; give another port by --gateway-h2c-port",
                        e)))
                .onSuccess(s -> LOG.info("event=gateway_h2c_started port={}", s.actualPort()));
    }

    /** Takes nothing new and lets running requests finish for a while. */
    Future<?> shutDown() {
        List<Future<Void>> all = new ArrayList<>(List.of(shutDown(plain)));
        if (tls != null) {
            all.add(shutDown(tls.server()));
        }
        if (h2c != null) {
            all.add(shutDown(h2c));
        }
        return Future.join(all);
    }

    private Future<Void> shutDown(HttpServer listening) {
        return listening.shutdown(config.drain().toMillis(), TimeUnit.MILLISECONDS);
    }

    int port() {
        return plain.actualPort();
    }

    int tlsPort() {
        return tls.server().actualPort();
    }

    int h2cPort() {
        return h2c.actualPort();
    }
}
