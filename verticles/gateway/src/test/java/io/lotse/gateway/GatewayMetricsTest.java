package io.lotse.gateway;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.metrics.MetricsContract;
import io.lotse.contracts.metrics.PathTraffic;
import io.lotse.contracts.metrics.WatchedPaths;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The gateway's figures, as Prometheus reads them. */
class GatewayMetricsTest {
    private final GatewayFixture gateway = GatewayFixture.patient();

    @AfterEach
    void close() {
        gateway.close();
    }

    private void shows(String... lines) {
        await().untilAsserted(() -> assertThat(List.of(page().split("\n"))).contains(lines));
    }

    private String page() {
        return gateway.metrics.scrape();
    }

    @Test
    void countsRequestsBytesAndTimeByRoute() {
        gateway.instance("orders", r -> r.response()
                .setStatusCode(r.path().equals("/none") ? 404 : 200)
                .end("12345"));

        gateway.send(HttpMethod.POST, "/api/orders/", Buffer.buffer("abc"));
        gateway.get("/api/orders/");
        gateway.get("/api/orders/none");

        shows(
                "lotse_gateway_requests_total{route=\"orders\",status=\"2xx\"} 2.0",
                "lotse_gateway_requests_total{route=\"orders\",status=\"4xx\"} 1.0",
                "lotse_gateway_request_duration_seconds_count{route=\"orders\"} 3",
                "lotse_gateway_request_duration_seconds_bucket{route=\"orders\",le=\"+Inf\"} 3",
                "lotse_gateway_received_bytes_total{route=\"orders\"} 3.0",
                "lotse_gateway_sent_bytes_total{route=\"orders\"} 15.0",
                "lotse_gateway_retries_total{route=\"orders\"} 0.0");
    }

    @Test
    void countsWhatTheGatewayRefusesByTheStatusThatItAnswers() throws IOException {
        gateway.register("orders", GatewayFixture.freePort());

        assertThat(gateway.get("/api/orders/").status()).isEqualTo(502);

        shows(
                "lotse_gateway_requests_total{route=\"orders\",status=\"5xx\"} 1.0",
                "lotse_gateway_instance_connect_failures_total{instance=\"orders-1\",service=\"orders\"} 1.0",
                "lotse_gateway_instance_ejected{instance=\"orders-1\",service=\"orders\"} 1.0");
    }

    @Test
    void countsRetriesAndShowsTheCircuitOfEachInstance() {
        gateway.instance("s", r -> r.response().setStatusCode(503).end());
        gateway.instance("s", r -> r.response().setStatusCode(503).end());
        gateway.mesh.route(
                "r",
                """
                {"match": {"path": "/r/**"}, "targets": [{"service": "s"}],
                 "policy": {"retries": {"attempts": 1, "backoff": 0.001}, "breaker": {"failures": 1, "open": 60}}}""");

        gateway.get("/r/");

        shows(
                "lotse_gateway_retries_total{route=\"r\"} 1.0",
                "lotse_gateway_instance_requests_total{instance=\"s-1\",service=\"s\"} 1.0",
                "lotse_gateway_instance_failures_total{instance=\"s-2\",service=\"s\"} 1.0",
                "lotse_gateway_instance_circuit{instance=\"s-1\",service=\"s\"} 2.0",
                "lotse_gateway_instance_circuit{instance=\"s-2\",service=\"s\"} 2.0");
    }

    @Test
    void tellsOfTheWatchedPathsWhatTheirRequestsTook() {
        List<PathTraffic> told = new CopyOnWriteArrayList<>();
        MetricsContract.TRAFFIC_COUNTED.subscribe(gateway.vertx.eventBus(), report -> told.addAll(report.paths()));
        gateway.instance("orders", r -> r.response()
                .setStatusCode(r.path().equals("/broken") ? 500 : 200)
                .end());
        gateway.mesh.route(
                "r",
                """
                {"match": {"path": "/shop/**"}, "rewrite": "/**", "targets": [{"service": "orders"}]}""");
        await().untilAsserted(() -> {
            MetricsContract.PATHS_WATCHED.publish(
                    gateway.vertx.eventBus(),
                    new WatchedPaths("node-a", Map.of("orders", List.of("/checkout", "/broken"))));
            gateway.get("/api/orders/checkout?a=b");
            gateway.get("/shop/checkout");
            gateway.get("/api/orders/other");
            gateway.get("/api/orders/broken");
            assertThat(told).extracting(PathTraffic::path).contains("/checkout", "/broken");
        });

        assertThat(told).filteredOn(t -> t.path().equals("/broken")).allSatisfy(t -> assertThat(t.errors())
                .isEqualTo(t.requests()));
        assertThat(told).filteredOn(t -> t.path().equals("/checkout")).allSatisfy(t -> assertThat(t.errors())
                .isZero());
        assertThat(told).allSatisfy(t -> assertThat(t.latency()).isNotBlank());
        assertThat(told).extracting(PathTraffic::path).doesNotContain("/other");
    }

    @Test
    void showsHowFullABulkheadIs() {
        Promise<Void> leave = Promise.promise();
        gateway.instance("s", r -> leave.future().onSuccess(v -> r.response().end()));
        gateway.mesh.route(
                "r",
                """
                {"match": {"path": "/r/**"}, "targets": [{"service": "s"}],
                 "policy": {"bulkhead": {"concurrent": 1, "queue": 5, "max_wait": 20},
                            "timeouts": {"first_byte": 30}}}""");

        IntStream.range(0, 3).forEach(i -> gateway.client
                .request(HttpMethod.GET, gateway.port, "127.0.0.1", "/r/")
                .compose(r -> r.send()));

        shows("lotse_gateway_bulkhead_running{route=\"r\"} 1.0", "lotse_gateway_bulkhead_queued{route=\"r\"} 2.0");
        leave.complete();
        shows("lotse_gateway_bulkhead_running{route=\"r\"} 0.0", "lotse_gateway_bulkhead_queued{route=\"r\"} 0.0");
    }

    @Test
    void forgetsTheFiguresOfWhatIsGone() {
        gateway.instance("orders", r -> r.response().end());
        gateway.mesh.route("r", "{\"match\": {\"path\": \"/r\"}, \"targets\": [{\"service\": \"orders\"}]}");
        gateway.get("/api/orders/");
        gateway.get("/r");
        shows(
                "lotse_gateway_requests_total{route=\"r\",status=\"2xx\"} 1.0",
                "lotse_gateway_instance_requests_total{instance=\"orders-1\",service=\"orders\"} 2.0");

        gateway.mesh.removeRoute("r");
        gateway.mesh.deregister("orders-1");

        await().untilAsserted(() -> assertThat(page())
                .doesNotContain("route=\"r\"")
                .doesNotContain("route=\"orders\"")
                .doesNotContain("orders-1"));
    }

    @Test
    void keepsARoutesFiguresForAsLongAsOneOfItsUsersHasIt() {
        GatewayMeters meters = new GatewayMeters(new SimpleMeterRegistry(), new PathWatch(System::nanoTime));
        Object one = new Object();
        Object other = new Object();
        RouteMeters first = meters.route(one, "r");
        meters.route(other, "r");

        meters.retain(one, Set.of());
        assertThat(meters.route(one, "r")).isSameAs(first);

        meters.retain(one, Set.of());
        meters.retain(other, Set.of());
        assertThat(meters.route(one, "r")).isNotSameAs(first);
    }

    @Test
    void givesTheRoutesBeyondTheBoundOneSeriesTogether() {
        GatewayMeters meters = new GatewayMeters(new SimpleMeterRegistry(), new PathWatch(System::nanoTime));
        IntStream.range(0, GatewayMeters.MOST_ROUTES).forEach(i -> meters.route(this, "r" + i));

        assertThat(meters.route(this, "one").route()).isEqualTo(GatewayMeters.OTHERS);
        assertThat(meters.route(this, "two")).isSameAs(meters.route(this, "one"));
        assertThat(meters.route(this, "r5").route()).isEqualTo("r5");
    }
}
