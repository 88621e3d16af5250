package io.lotse.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;

/** A gateway, a mesh view, and upstreams that a test starts. */
final class GatewayFixture implements AutoCloseable {
    static final String HOST = "alpha";
    private static final GatewayConfig.Timeouts SHORT =
            new GatewayConfig.Timeouts(Duration.ofMillis(500), Duration.ofMillis(400), Duration.ofSeconds(20));

    final Vertx vertx = Vertx.vertx();
    final TestMesh mesh = TestMesh.start(vertx);
    final HttpClient client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(64));
    private final AtomicInteger names = new AtomicInteger();
    final int port;

    GatewayFixture() {
        this(null);
    }

    GatewayFixture(GatewayConfig.Control control) {
        port = startGateway(HOST, control);
    }

    int startGateway(String host, GatewayConfig.Control control) {
        GatewayVerticle verticle = new GatewayVerticle(
                new GatewayConfig("127.0.0.1", 0, host, control, SHORT, GatewayConfig.Limits.DEFAULTS, Duration.ZERO),
                mesh.view());
        Await.done(vertx.deployVerticle(verticle));
        return verticle.port();
    }

    HttpServer upstream(Handler<HttpServerRequest> handler) {
        return Await.result(vertx.createHttpServer().requestHandler(handler).listen(0, "127.0.0.1"));
    }

    /** Starts an upstream and registers it as an instance of the service. */
    HttpServer instance(String service, Handler<HttpServerRequest> handler) {
        HttpServer server = upstream(handler);
        register(service, server.actualPort());
        return server;
    }

    String register(String service, int port) {
        String id = service + "-" + names.incrementAndGet();
        mesh.register(id, service, HOST, "127.0.0.1", port);
        return id;
    }

    Answer get(String uri) {
        return send(port, HttpMethod.GET, uri, null);
    }

    Answer getFrom(int otherPort, String uri) {
        return send(otherPort, HttpMethod.GET, uri, null);
    }

    Answer send(HttpMethod method, String uri, Buffer body) {
        return send(port, method, uri, body);
    }

    private Answer send(int to, HttpMethod method, String uri, Buffer body) {
        return Await.result(client.request(method, to, "127.0.0.1", uri)
                .compose(r -> body == null ? r.send() : r.send(body))
                .compose(r -> r.body().map(b -> new Answer(r, b))));
    }

    RawConnection raw() throws IOException {
        return new RawConnection(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /** A port where nobody listens. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        Await.done(vertx.close());
    }

    record Answer(HttpClientResponse head, Buffer body) {
        int status() {
            return head.statusCode();
        }

        String text() {
            return body.toString();
        }

        String code() {
            return body.toJsonObject().getString("code");
        }
    }
}
