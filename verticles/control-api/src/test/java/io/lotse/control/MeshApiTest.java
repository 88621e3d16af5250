package io.lotse.control;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.Validator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import io.lotse.contracts.cluster.ClusterContract;
import io.lotse.contracts.cluster.Members;
import io.lotse.contracts.cluster.NodeInfo;
import io.lotse.contracts.host.HostContract;
import io.lotse.contracts.host.PortFacts;
import io.lotse.contracts.host.PortSocket;
import io.lotse.contracts.ports.Protocol;

import static io.lotse.control.ControlNode.header;
import static io.lotse.control.ControlNode.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The mesh, its ports, and the node itself. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MeshApiTest {
    private static final NodeInfo NODE = new NodeInfo(
            "run-1",
            "node-a",
            ControlNode.HOST,
            List.of("control"),
            null,
            null,
            "127.0.0.1:5701",
            42,
            "1.2.3",
            ControlNode.NOON);

    private static final PortSocket SHOP =
            new PortSocket(Protocol.TCP, "127.0.0.1", PortSocket.LISTEN, null, 4711L, "shopd", "shop", null, null);

    private ControlNode node;

    @BeforeAll
    void start() {
        node = new ControlNode();
        HostContract.PORT
                .serveFor(
                        node.vertx.eventBus(),
                        ControlNode.HOST,
                        q -> Future.succeededFuture(new PortFacts(
                                q.port() == 8201 ? List.of(SHOP) : List.of(), 0, null, false, false, null)))
                .completion()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        node.put("port-1", "ports", 8201);
        node.put("port-2", "ports", 8202);
    }

    @AfterAll
    void stop() {
        node.close();
    }

    @Test
    void showsTheMeshAndItsLedger() {
        ClusterContract.MEMBERS_CHANGED.publish(node.vertx.eventBus(), new Members(List.of(NODE)));

        await().untilAsserted(() -> assertThat(json(node.get("/api/v1/cluster")).getJsonArray("members"))
                .hasSize(1));
        JsonObject cluster = json(node.get("/api/v1/cluster"));
        assertThat(cluster.getString("node")).isEqualTo("run-1");
        assertThat(cluster.getJsonObject("ledger").getBoolean("in_touch")).isTrue();
        assertThat(cluster.getJsonObject("view").getLong("revision")).isPositive();
    }

    @Test
    void listsAllocationsByPages() {
        JsonObject first = json(node.get("/api/v1/ports?limit=1&space=" + ControlNode.HOST));
        JsonObject second = json(
                node.get("/api/v1/ports?limit=1&space=" + ControlNode.HOST + "&cursor=" + first.getString("next")));

        assertThat(first.getJsonArray("items").getJsonObject(0).getInteger("port"))
                .isEqualTo(8201);
        assertThat(second.getJsonArray("items").getJsonObject(0).getInteger("port"))
                .isEqualTo(8202);
        assertThat(second.getValue("next")).isNull();
        assertThat(json(node.get("/api/v1/ports?space=elsewhere")).getJsonArray("items"))
                .isEqualTo(new JsonArray());
    }

    @Test
    void tellsWhoHasAPort() {
        JsonObject taken = json(node.get("/api/v1/ports/8201"));
        assertThat(taken.getString("summary"))
                .isEqualTo("8201/tcp on build-7 is held by port-1 of service ports; pid 4711 (shopd) listens there");
        assertThat(taken.getJsonObject("allocation").getString("service_id")).isEqualTo("port-1");
        assertThat(taken.getJsonArray("listeners")).hasSize(1);

        JsonObject free = json(node.get("/api/v1/ports/9999?protocol=udp"));
        assertThat(free.getString("summary"))
                .isEqualTo("9999/udp on build-7 is free in the mesh; nobody listens there");
        assertThat(free.getString("protocol")).isEqualTo(Protocol.UDP.wireName());
        assertThat(free.getJsonArray("listeners")).isEqualTo(new JsonArray());
    }

    @Test
    void tellsTheMeshsPartOfAPortWhereTheHostDoesNotAnswer() {
        JsonObject unknown = json(node.get("/api/v1/ports/80?host=elsewhere"));

        assertThat(unknown.getString("summary")).contains("free in the mesh").contains("does not answer");
        assertThat(unknown.containsKey("listeners")).isFalse();
    }

    @Test
    void isHealthyAndReady() {
        JsonObject health = json(node.get("/health"));
        assertThat(health.getString("status")).isEqualTo("up");
        assertThat(health.getString("version")).isEqualTo("1.2.3");
        assertThat(health.getString("node")).isEqualTo("node-a");

        assertThat(health.getJsonArray("checks").getJsonObject(0).getString("name"))
                .isEqualTo("ledger");

        HttpResponse<String> ready = node.get("/ready");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(json(ready).getString("status")).isIn("ready", "read-only");
    }

    @Test
    void answersByTheHealthSchemaThatItServes() {
        HttpResponse<String> schema = node.get("/health/schema");
        assertThat(header(schema, "Content-Type")).isEqualTo("application/schema+json");
        Validator validator = Validator.create(
                JsonSchema.of(json(schema)),
                new JsonSchemaOptions()
                        .setBaseUri("app://lotse")
                        .setDraft(Draft.DRAFT202012)
                        .setOutputFormat(OutputFormat.Basic));

        JsonObject health = json(node.get("/health"));

        assertThat(validator.validate(health).getErrors()).isNullOrEmpty();
        assertThat(health.getLong("memory_bytes")).isPositive();
        assertThat(validator.validate(health.copy().put("cpu", 42)).getValid()).isFalse();
    }

    @Test
    void staysUpWithoutALedgerAndSaysSo() {
        try (ControlNode early = ControlNode.withoutLedger()) {
            JsonObject health = json(early.get("/health"));

            assertThat(health.getString("status")).isEqualTo("up");
            assertThat(health.getJsonArray("checks").getJsonObject(0).getString("status"))
                    .isEqualTo("degraded");
        }
    }

    @Test
    void marksAnswersFromAViewThatMayBeOld() {
        try (ControlNode old = new ControlNode()) {
            old.put("old-1", "old", 8251);
            old.ledger.close();
            old.clock.advance(Duration.ofSeconds(61));

            HttpResponse<String> read = old.get("/api/v1/ipmanager/endpoint/old-1");
            assertThat(read.statusCode()).isEqualTo(200);
            assertThat(header(read, "Lotse-Stale")).isEqualTo("true");
            assertThat(Long.parseLong(header(read, "Age"))).isGreaterThanOrEqualTo(61);
            assertThat(header(read, "Lotse-Revision")).isNotEmpty();

            assertThat(json(old.get("/ready")).getString("status")).isEqualTo("read-only");
        }
    }

    @Test
    void isHealthyButNotReadyBeforeTheLedgerWasRead() {
        try (ControlNode early = ControlNode.withoutLedger()) {
            HttpResponse<String> ready = early.get("/ready");
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(json(ready).getString("code")).isEqualTo("not-ready");
            assertThat(early.get("/health").statusCode()).isEqualTo(200);
            assertThat(json(early.get("/api/v1/cluster")).containsKey("ledger")).isFalse();
            assertThat(header(early.get("/api/v1/ipmanager/services"), "Lotse-Stale"))
                    .isEqualTo("true");
        }
    }

    @Test
    void showsMetricsForPrometheus() {
        HttpResponse<String> metrics = node.get("/metrics");

        assertThat(header(metrics, "Content-Type")).startsWith("text/plain; version=0.0.4");
        assertThat(metrics.body())
                .contains("lotse_view_revision ")
                .contains("lotse_view_age_seconds ")
                .contains("lotse_members ")
                .contains("lotse_instances{status=\"active\"} 2.0");
    }

    @Test
    void showsItsDocumentationWithoutTheInternet() {
        HttpResponse<String> page = node.get("/docs");
        assertThat(header(page, "Content-Security-Policy")).contains("script-src 'self';");
        assertThat(page.body())
                .doesNotContain("http://")
                .doesNotContain("https://")
                .doesNotContain("<script>");
        assertThat(node.get("/docs/assets/swagger-ui-bundle.js").statusCode()).isEqualTo(200);
        assertThat(node.get("/docs/assets/swagger-ui.css").statusCode()).isEqualTo(200);
        assertThat(node.get("/docs/assets/start.js").body()).contains("/openapi.json");
        assertThat(node.get("/docs/assets/nothing").statusCode()).isEqualTo(404);
        assertThat(new JsonObject(node.get("/openapi.json").body()).getString("openapi"))
                .isEqualTo("3.1.0");
        assertThat(new JsonObject(node.get("/asyncapi.json").body()).getString("asyncapi"))
                .isEqualTo("3.0.0");
    }

    @Test
    void explainsProblems() {
        HttpResponse<String> page = node.get("/problems/port-taken");

        assertThat(page.body())
                .contains("<h1>The port is taken</h1>")
                .contains("HTTP status 409")
                .contains("urn:lotse:problem:port-taken");
        assertThat(node.get("/problems/nonsense").statusCode()).isEqualTo(404);
    }
}
