package io.lotse.control;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.ports.PortRange;
import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.contracts.registry.RegisteredInstance;
import io.lotse.meshview.MeshView;
import io.lotse.testfaults.SettableClock;
import io.lotse.testsupport.TestLedger;

/** A control API over a real ledger, with a client. */
final class ControlNode implements AutoCloseable {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    static final String HOST = "build-7";

    final Vertx vertx = Vertx.vertx();
    static final Path LOGS = Path.of("target", "environment-logs");
    final SettableClock clock = new SettableClock(NOON);
    final TestLedger ledger;
    private final MeshView view;
    private final HttpClient client = HttpClient.newHttpClient();
    private final ControlApiVerticle verticle;

    ControlNode() {
        this(true);
    }

    static ControlNode withoutLedger() {
        return new ControlNode(false);
    }

    private ControlNode(boolean withLedger) {
        ledger = withLedger ? TestLedger.start(vertx, clock) : null;
        view = withLedger ? ledger.view() : new MeshView(clock);
        ControlApiConfig config =
                new ControlApiConfig("127.0.0.1", 0, "run-1", "node-a", HOST, "development", LOGS, "1.2.3");
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        verticle = new ControlApiVerticle(config, view, metrics, metrics, clock);
        vertx.deployVerticle(verticle).toCompletionStage().toCompletableFuture().join();
    }

    MeshView view() {
        return view;
    }

    int port() {
        return verticle.actualPort();
    }

    /** Puts an active instance of a service with its port into the ledger. */
    void put(String id, String service, int port) {
        put(id, service, port, InstanceStatus.ACTIVE, "development");
    }

    void put(String id, String service, int port, InstanceStatus status, String environment) {
        ledger.put(
                Mutation.put(LedgerKeys.instance(id), instance(id, service, status, environment)),
                Mutation.put(
                        LedgerKeys.allocation(HOST, Protocol.TCP, port),
                        new Allocation(HOST, Protocol.TCP, null, id, NOON, true)));
    }

    static RegisteredInstance instance(String id, String service, InstanceStatus status, String environment) {
        return new RegisteredInstance(
                id,
                service,
                "web",
                "127.0.0.1",
                HOST,
                Protocol.TCP,
                status,
                null,
                new PortRange(8000, 9000),
                null,
                environment,
                List.of(),
                "/health",
                Map.of(),
                NOON,
                false);
    }

    HttpResponse<String> get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    HttpResponse<String> post(String path, String body, String... headers) {
        return send("POST", path, body, headers);
    }

    /** A request with a JSON body, unless it is null or the headers say otherwise. */
    HttpResponse<String> send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null && !List.of(headers).contains("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    static JsonObject json(HttpResponse<String> response) {
        return new JsonObject(response.body());
    }

    /** The value of a header; empty if absent. */
    static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
