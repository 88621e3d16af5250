package io.lotse.control;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.health.Breach;
import io.lotse.contracts.health.BreachLevel;
import io.lotse.contracts.health.BreachPage;
import io.lotse.contracts.health.BreachQuery;
import io.lotse.contracts.health.HealthContract;
import io.lotse.contracts.health.HealthHistory;
import io.lotse.contracts.health.HealthHistoryQuery;
import io.lotse.contracts.health.HealthPage;
import io.lotse.contracts.health.HealthQuery;
import io.lotse.contracts.health.HealthReport;
import io.lotse.contracts.health.HealthSample;
import io.lotse.contracts.health.HealthStatus;
import io.lotse.contracts.health.ThresholdSettings;
import io.lotse.contracts.health.Thresholds;
import io.lotse.contracts.health.ThresholdsChange;
import io.lotse.contracts.health.ThresholdsQuery;
import io.lotse.contracts.metrics.MetricsContract;
import io.lotse.contracts.metrics.SeriesColumn;
import io.lotse.contracts.metrics.SeriesQuery;
import io.lotse.contracts.metrics.SeriesReply;
import io.lotse.contracts.network.NetworkContract;
import io.lotse.contracts.network.NetworkState;
import io.lotse.contracts.network.Reachability;
import io.lotse.contracts.verdicts.FlappingEvidence;
import io.lotse.contracts.verdicts.Verdict;
import io.lotse.contracts.verdicts.VerdictKind;
import io.lotse.contracts.verdicts.VerdictPage;
import io.lotse.contracts.verdicts.VerdictQuery;
import io.lotse.contracts.verdicts.VerdictsContract;

import static io.lotse.control.ControlNode.json;
import static org.assertj.core.api.Assertions.assertThat;

/** What the observer and the connection monitor know, over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WatchApiTest {
    private static final HealthReport DOWN = new HealthReport(
            "orders-1",
            "orders",
            HealthStatus.DOWN,
            null,
            null,
            "nothing listens there",
            ControlNode.NOON,
            2,
            ControlNode.NOON,
            "node-a");

    private ControlNode node;
    private StandIn<HealthQuery, HealthPage> health;
    private StandIn<HealthHistoryQuery, HealthHistory> history;

    @BeforeAll
    void start() {
        node = new ControlNode();
        health = StandIn.serve(
                node.vertx, HealthContract.HEALTH, query -> new HealthPage(List.of(DOWN), query.serviceId()));
        history = StandIn.serve(
                node.vertx,
                HealthContract.HISTORY,
                query -> new HealthHistory(
                        query.serviceId(),
                        List.of(new HealthSample(ControlNode.NOON, HealthStatus.UP, Duration.ofNanos(412_000), 200))));
    }

    @AfterAll
    void stop() {
        node.close();
    }

    @Test
    void listsHealthByServiceAndStatus() {
        JsonObject page = json(node.get("/api/v1/health?service=orders&status=down&limit=5&cursor=orders-0"));

        assertThat(health.last()).isEqualTo(new HealthQuery("orders", null, HealthStatus.DOWN, "orders-0", 5));
        assertThat(page.getJsonArray("items").getJsonObject(0).getString("status"))
                .isEqualTo("down");
        assertThat(page.containsKey("next")).isTrue();
        assertThat(page.getValue("next")).isNull();
    }

    @Test
    void givesThePlaceOfTheNextPage() {
        assertThat(json(node.get("/api/v1/health?service_id=orders-1")).getString("next"))
                .isEqualTo("orders-1");
    }

    @Test
    void refusesAStatusThatIsNone() {
        HttpResponse<String> refused = node.get("/api/v1/health?status=fine");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("up, degraded, down, unknown");
    }

    @Test
    void listsTheLastChecksOfAnInstance() {
        JsonObject sample = json(node.get("/api/v1/health/orders-1/history"))
                .getJsonArray("samples")
                .getJsonObject(0);

        assertThat(history.last().serviceId()).isEqualTo("orders-1");
        assertThat(sample.getDouble("latency")).isEqualTo(0.000412);
    }

    @Test
    void showsFiguresOverTimeAsColumns() {
        SeriesColumn p99 = new SeriesColumn("latency_p99_ms", List.of(1_769_862_890L), List.of(12.5));
        StandIn<SeriesQuery, SeriesReply> series = StandIn.serve(
                node.vertx,
                MetricsContract.SERIES,
                query -> new SeriesReply(Duration.ofSeconds(10), "node-a", List.of(p99)));

        JsonObject reply = json(node.get("/api/v1/metrics/series?service=orders&metric=latency_p99_ms"
                + "&from=2026-01-31T12:00:00Z&to=2026-01-31T13:00:00Z&step=10"));

        assertThat(series.last())
                .isEqualTo(new SeriesQuery(
                        "orders",
                        null,
                        null,
                        "latency_p99_ms",
                        Instant.parse("2026-01-31T12:00:00Z"),
                        Instant.parse("2026-01-31T13:00:00Z"),
                        Duration.ofSeconds(10)));
        assertThat(reply.getInteger("step")).isEqualTo(10);
        assertThat(reply.getJsonArray("series").getJsonObject(0).getJsonArray("values"))
                .containsExactly(12.5);
    }

    @Test
    void refusesATimeThatIsNone() {
        HttpResponse<String> refused = node.get("/api/v1/metrics/series?service=orders&from=yesterday");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("yesterday");
    }

    @Test
    void changesTheThresholdsOfTheMeshAndTellsTheirRevision() {
        Thresholds now = new Thresholds(ThresholdSettings.NONE, 42, "node-a", List.of());
        StandIn<ThresholdsChange, Thresholds> changes =
                StandIn.serve(node.vertx, HealthContract.CHANGE_THRESHOLDS, change -> now);
        StandIn<ThresholdsQuery, Thresholds> queries =
                StandIn.serve(node.vertx, HealthContract.THRESHOLDS, query -> now);

        HttpResponse<String> shown = node.get("/api/v1/thresholds?service=orders&path=/checkout");
        HttpResponse<String> put = node.send(
                "PUT", "/api/v1/thresholds?dry_run=true", "{\"default\": {}, \"services\": 7}", "If-Match", "\"41\"");

        assertThat(shown.headers().firstValue("ETag")).hasValue("\"42\"");
        assertThat(queries.last()).isEqualTo(new ThresholdsQuery("orders", null, "/checkout"));
        assertThat(put.statusCode()).isEqualTo(200);
        assertThat(changes.last())
                .as("the observer tells all mistakes, so that it gets them all")
                .isEqualTo(new ThresholdsChange(Map.of("default", Map.of(), "services", 7), 41L, true, null));
    }

    @Test
    void listsTheThresholdsThatWereCrossed() {
        Breach breach = new Breach(
                "breach-1",
                "orders-1",
                "orders",
                "cpu_percent",
                BreachLevel.WARNING,
                BreachLevel.OK,
                72,
                70,
                "busy",
                ControlNode.NOON,
                "node-a",
                null);
        StandIn<BreachQuery, BreachPage> breaches =
                StandIn.serve(node.vertx, HealthContract.BREACHES, query -> new BreachPage(List.of(breach), null));

        JsonObject page = json(node.get("/api/v1/breaches?service=orders&limit=5"));

        assertThat(breaches.last()).isEqualTo(new BreachQuery("orders", null, null, 5));
        assertThat(page.getJsonArray("items").getJsonObject(0).getString("level"))
                .isEqualTo("warning");
    }

    @Test
    void listsVerdictsWithTheirEvidence() {
        FlappingEvidence evidence =
                new FlappingEvidence(5, 5, Duration.ofHours(1), ControlNode.NOON, ControlNode.NOON, null, null);
        Verdict verdict = new Verdict(
                "flapping:orders-1",
                VerdictKind.FLAPPING,
                "orders",
                "orders-1",
                "restarts",
                ControlNode.NOON,
                ControlNode.NOON,
                null,
                null,
                null,
                null,
                null,
                evidence,
                null);
        StandIn<VerdictQuery, VerdictPage> verdicts =
                StandIn.serve(node.vertx, VerdictsContract.VERDICTS, query -> new VerdictPage(List.of(verdict), null));

        JsonObject item = json(node.get("/api/v1/verdicts?service=orders&kind=flapping&ended=true&limit=5"))
                .getJsonArray("items")
                .getJsonObject(0);

        assertThat(verdicts.last()).isEqualTo(new VerdictQuery("orders", null, VerdictKind.FLAPPING, true, null, 5));
        assertThat(item.getJsonObject("flapping").getInteger("times")).isEqualTo(5);
        assertThat(item.containsKey("leak")).isFalse();
        assertThat(node.get("/api/v1/verdicts?kind=tired").statusCode()).isEqualTo(400);
    }

    @Test
    void passesOnThatThereIsNoSuchInstance() {
        try (ControlNode other = new ControlNode()) {
            StandIn.serve(other.vertx, HealthContract.HISTORY, query -> new HealthHistory(query.serviceId(), List.of()))
                    .failsWith(new ContractException(ProblemCode.UNKNOWN_INSTANCE, "no instance has the id nobody"));

            HttpResponse<String> missing = other.get("/api/v1/health/nobody/history");

            assertThat(missing.statusCode()).isEqualTo(404);
            assertThat(json(missing).getString("code")).isEqualTo("unknown-instance");
        }
    }

    @Test
    void saysThatARoomIsNotThere() {
        try (ControlNode bare = new ControlNode()) {
            assertThat(bare.get("/api/v1/health").statusCode()).isEqualTo(503);
            assertThat(json(bare.get("/api/v1/network")).getString("code")).isEqualTo("not-ready");
        }
    }

    @Test
    void showsTheNetworkAsThisNodeSeesIt() {
        NetworkState state = new NetworkState(
                "run-1",
                "node-a",
                Reachability.ONLINE,
                ControlNode.NOON,
                "1 target is reached",
                List.of(),
                List.of(),
                null);
        NetworkContract.NETWORK_STATE
                .serveFor(node.vertx.eventBus(), "run-1", q -> Future.succeededFuture(state))
                .completion()
                .toCompletionStage()
                .toCompletableFuture()
                .join();

        assertThat(json(node.get("/api/v1/network")).getString("state")).isEqualTo("online");
    }
}
