package io.lotse.control;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import io.lotse.contracts.apis.ApiDocument;
import io.lotse.contracts.apis.ApiDocumentQuery;
import io.lotse.contracts.apis.ApisContract;
import io.lotse.contracts.cluster.ClusterContract;
import io.lotse.contracts.cluster.Members;
import io.lotse.contracts.cluster.NodeInfo;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.contracts.registry.RegisteredInstance;

import static io.lotse.control.ControlNode.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The services' API documents over HTTP; the gateway that they are asked for by is a stand-in. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiDocumentsTest {
    private static final String APIS = "/api/v1/apis";

    private final AtomicInteger asked = new AtomicInteger();
    private ControlNode node;
    private String gateway;
    private int registered;

    @BeforeAll
    void start() {
        node = new ControlNode();
        HttpServer server = node.vertx
                .createHttpServer()
                .requestHandler(this::serve)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        gateway = "http://127.0.0.1:" + server.actualPort();
        put("orders", "/openapi.json", InstanceStatus.ACTIVE);
        put("old", "/swagger.json", InstanceStatus.ACTIVE);
        put("huge", "/huge.json", InstanceStatus.ACTIVE);
        put("lost", "/nowhere", InstanceStatus.ACTIVE);
        put("wrong", "openapi.json", InstanceStatus.ACTIVE);
        put("asleep", "/openapi.json", InstanceStatus.INACTIVE);
        node.put("silent-1", "silent", 8001);
        NodeInfo self =
                new NodeInfo("run-1", "node-a", "h", List.of(), gateway, null, "h:1", 99, "1.2.3", ControlNode.NOON);
        ClusterContract.MEMBERS_CHANGED.publish(node.vertx.eventBus(), new Members(List.of(self)));
        await().untilAsserted(() -> assertThat(items()).hasSize(5));
        await().untilAsserted(() -> {
            node.clock.advance(Duration.ofMinutes(1));
            assertThat(item("orders").getString("problem")).isNull();
        });
    }

    @AfterAll
    void stop() {
        node.close();
    }

    private void serve(HttpServerRequest request) {
        asked.incrementAndGet();
        switch (request.path()) {
            case "/api/orders/openapi.json" -> request.response().end(ApiMergeTest.DOCUMENT);
            case "/api/old/swagger.json" -> request.response().end("{\"swagger\": \"2.0\"}");
            case "/api/huge/huge.json" -> request.response().end(Buffer.buffer(new byte[3 << 20]));
            default -> request.response().setStatusCode(404).end();
        }
    }

    private void put(String service, String document, InstanceStatus status) {
        RegisteredInstance plain = ControlNode.instance(service + "-1", service, status, "development");
        node.put(plain.serviceId(), service, 9_000 + registered++);
        node.ledger.put(Mutation.put(
                LedgerKeys.instance(plain.serviceId()),
                new RegisteredInstance(
                        plain.serviceId(),
                        service,
                        plain.serviceType(),
                        plain.ipAddress(),
                        plain.host(),
                        plain.protocol(),
                        status,
                        null,
                        null,
                        null,
                        plain.environment(),
                        List.of(),
                        plain.healthPath(),
                        Map.of(ApiDocuments.KEY, document),
                        plain.registeredAt(),
                        false)));
    }

    private JsonArray items() {
        return json(node.get(APIS)).getJsonArray("items");
    }

    private JsonObject item(String service) {
        return items().stream()
                .map(JsonObject.class::cast)
                .filter(i -> i.getString("service").equals(service))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void listsEachServiceThatNamesADocument() {
        assertThat(item("orders"))
                .isEqualTo(new JsonObject()
                        .put("service", "orders")
                        .put("path", "/openapi.json")
                        .put("title", "Orders")
                        .put("version", "1.4.0")
                        .put("operations", 2));
        assertThat(item("old").getString("problem")).contains("is Swagger 2.0: serve OpenAPI 3");
        assertThat(item("lost").getString("problem")).contains("answered 404 to /nowhere");
        assertThat(item("huge").getString("problem")).contains("larger than 2 MB");
        assertThat(item("wrong").getString("problem")).contains("give a path that begins with /");
    }

    @Test
    void mergesWhatThereIsAndSaysWhatIsNot() {
        JsonObject all = json(node.get(APIS + "/openapi.json"));

        assertThat(all.getJsonObject("paths").fieldNames()).contains("/api/orders/v1/items/{id}");
        assertThat(all.getJsonArray("servers").getJsonObject(0).getString("url"))
                .isEqualTo(gateway);
        assertThat(all.getJsonObject("info").getString("description")).contains("- lost: answered 404", "- old: ");
    }

    @Test
    void showsOneServicesApi() {
        JsonObject one = json(node.get(APIS + "/orders/openapi.json"));

        assertThat(one.getJsonObject("info").getString("title")).isEqualTo("orders");
        assertThat(one.getJsonObject("paths")).hasSize(2);
    }

    @Test
    void saysWhyAServiceHasNone() {
        HttpResponse<String> silent = node.get(APIS + "/silent/openapi.json");
        HttpResponse<String> old = node.get(APIS + "/old/openapi.json");

        assertThat(silent.statusCode()).isEqualTo(404);
        assertThat(json(silent).getString("detail")).contains("whose metadata say by openapi");
        assertThat(json(old).getString("detail")).contains("is Swagger 2.0");
    }

    @Test
    void asksOnceForManyQuestions() {
        node.get(APIS);
        int before = asked.get();

        node.get(APIS);
        node.get(APIS + "/openapi.json");

        assertThat(asked).hasValue(before);
    }

    private ApiDocument told(String service, String environment) {
        return ApisContract.DOCUMENT
                .call(node.vertx.eventBus(), new ApiDocumentQuery(service, environment))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    @Test
    void tellsOtherRoomsADocumentAsItsServiceServesIt() {
        ApiDocument orders = told("orders", "development");

        assertThat(orders.path()).isEqualTo("/openapi.json");
        assertThat(new JsonObject(orders.document())).isEqualTo(new JsonObject(ApiMergeTest.DOCUMENT));
        assertThat(orders.problem()).isNull();
    }

    @Test
    void tellsOtherRoomsWhyADocumentCannotBeHad() {
        assertThat(told("lost", "development").problem()).contains("404");
        assertThat(told("lost", "development").document()).isNull();
        assertThat(told("silent", "development").problem()).contains("no active instance of silent");
        assertThat(told("orders", "production").problem()).contains("production");
        assertThat(told("nobody", "development").problem()).contains("nobody");
    }
}
