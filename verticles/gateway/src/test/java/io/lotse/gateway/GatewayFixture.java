package io.lotse.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;

import io.lotse.testfaults.FreePorts;

/** A gateway, a mesh view, and upstreams that a test starts. */
final class GatewayFixture implements AutoCloseable {
    static final String HOST = "alpha";
    private static final GatewayConfig.Timeouts SHORT = new GatewayConfig.Timeouts(
            Duration.ofMillis(500), Duration.ofMillis(400), Duration.ofSeconds(20), Duration.ofSeconds(5));
    /** What a busy machine keeps, for tests where nothing is to time out soon. */
    private static final GatewayConfig.Timeouts LONG = new GatewayConfig.Timeouts(
            Duration.ofSeconds(3), Duration.ofSeconds(3), Duration.ofSeconds(60), Duration.ofSeconds(5));

    final Vertx vertx = Vertx.vertx();
    final TestMesh mesh = TestMesh.start(vertx);
    final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    final HttpClient client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(64));
    private final AtomicInteger names = new AtomicInteger();
    private final GatewayConfig.Timeouts timeouts;
    private final GatewayVerticle first;
    final int port;

    GatewayFixture() {
        this(null);
    }

    /** A gateway that waits for longer. */
    static GatewayFixture patient() {
        return new GatewayFixture(null, LONG);
    }

    GatewayFixture(GatewayConfig.Control control) {
        this(control, SHORT);
    }

    private GatewayFixture(GatewayConfig.Control control, GatewayConfig.Timeouts timeouts) {
        this(control, timeouts, c -> c);
    }

    private GatewayFixture(
            GatewayConfig.Control control, GatewayConfig.Timeouts timeouts, UnaryOperator<GatewayConfig> change) {
        this.timeouts = timeouts;
        first = verticle(change.apply(config(HOST, control)));
        Await.done(vertx.deployVerticle(first));
        port = first.port();
    }

    /** A patient gateway that is otherwise as the test wants it. */
    static GatewayFixture with(UnaryOperator<GatewayConfig> change) {
        return new GatewayFixture(null, LONG, change);
    }

    /** Listens with TLS as well, by a certificate that it puts into the folder. */
    static GatewayConfig.Tls tls(Path folder) throws IOException {
        TestCertificate.named("own").hosts("own").write(folder, "own");
        return new GatewayConfig.Tls(0, folder.resolve("own.crt"), folder.resolve("own.key"), null, false);
    }

    /** A client that speaks HTTP/2 over TLS and believes any certificate. */
    static HttpClientOptions http2() {
        return new HttpClientOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setTrustAll(true)
                .setVerifyHost(false)
                .setProtocolVersion(HttpVersion.HTTP_2);
    }

    int tlsPort() {
        return first.tlsPort();
    }

    int h2cPort() {
        return first.h2cPort();
    }

    /** A further gateway with other limits; its port. */
    int startGateway(GatewayConfig.Limits limits) {
        return start(new GatewayConfig("127.0.0.1", 0, HOST, "development", null).withLimits(limits));
    }

    /** Stops the gateway that was started with this fixture. */
    void stopFirst() {
        vertx.deploymentIDs().forEach(id -> Await.done(vertx.undeploy(id)));
    }

    int startGateway(String host, GatewayConfig.Control control) {
        return start(config(host, control));
    }

    /** Starts one more, with an access log. */
    int startLogging(GatewayConfig.AccessLog log) {
        return start(config(HOST, null).logging(log));
    }

    /** Starts one more, which is otherwise. */
    int startOther(UnaryOperator<GatewayConfig> change) {
        return start(change.apply(config(HOST, null)));
    }

    private GatewayConfig config(String host, GatewayConfig.Control control) {
        return new GatewayConfig("127.0.0.1", 0, host, "development", control)
                .withTimeouts(timeouts)
                .draining(Duration.ZERO);
    }

    private int start(GatewayConfig config) {
        GatewayVerticle verticle = verticle(config);
        Await.done(vertx.deployVerticle(verticle));
        Await.done(verticle.tracing());
        return verticle.port();
    }

    GatewayVerticle verticle(GatewayConfig config) {
        return GatewayVerticle.copies(config, mesh.view(), Clock.systemUTC(), metrics)
                .get();
    }

    /** Starts one more, in as many copies as a node with so many cores has; its port, which they share. */
    int startCopies(int many) {
        int shared = freePort();
        GatewayConfig config = new GatewayConfig("127.0.0.1", shared, HOST, "development", null)
                .withTimeouts(timeouts)
                .draining(Duration.ZERO);
        Supplier<GatewayVerticle> copies = GatewayVerticle.copies(config, mesh.view(), Clock.systemUTC(), metrics);
        Await.done(vertx.deployVerticle(copies, new DeploymentOptions().setInstances(many)));
        return shared;
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

    /** Starts an upstream that answers with its own name and what it was asked for. */
    void named(String name, String service, Map<String, String> metadata) {
        HttpServer server = upstream(r -> r.response().end(name + " " + r.uri()));
        mesh.register(name, service, server.actualPort(), metadata);
    }

    Answer get(String uri, Map<String, String> headers) {
        return getFrom(port, uri, headers);
    }

    Answer getFrom(int otherPort, String uri, Map<String, String> headers) {
        RequestOptions options =
                new RequestOptions().setHost("127.0.0.1").setPort(otherPort).setURI(uri);
        headers.forEach(options::putHeader);
        return Await.result(client.request(options).compose(r -> answer(r.send())));
    }

    /** Asks, and goes on without waiting. */
    Future<Answer> getLater(String uri) {
        return client.request(HttpMethod.GET, port, "127.0.0.1", uri).compose(r -> answer(r.send()));
    }

    Answer get(String uri) {
        return send(port, HttpMethod.GET, uri, null);
    }

    /** Asks for a service in an environment by the header. */
    Answer getIn(String environment, String uri) {
        return get(uri, Map.of("Lotse-Environment", environment));
    }

    Answer getFrom(int otherPort, String uri) {
        return send(otherPort, HttpMethod.GET, uri, null);
    }

    Answer send(HttpMethod method, String uri, Buffer body) {
        return send(port, method, uri, body);
    }

    private Answer send(int to, HttpMethod method, String uri, Buffer body) {
        return Await.result(client.request(method, to, "127.0.0.1", uri)
                .compose(r -> answer(body == null ? r.send() : r.send(body))));
    }

    /** Called on the event loop, so that nothing of the body is missed. */
    static Future<Answer> answer(Future<HttpClientResponse> head) {
        return head.compose(r -> r.body().map(b -> new Answer(r, b)));
    }

    RawConnection raw() throws IOException {
        return raw(port);
    }

    static RawConnection raw(int port) throws IOException {
        return new RawConnection(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /** A port where nobody listens. */
    static int freePort() {
        return FreePorts.next();
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
