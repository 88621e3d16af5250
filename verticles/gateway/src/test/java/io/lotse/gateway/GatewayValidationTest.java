package io.lotse.gateway;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.Empty;
import io.lotse.contracts.apis.ApiDocument;
import io.lotse.contracts.apis.ApisContract;
import io.lotse.contracts.gateway.GatewayContract;
import io.lotse.contracts.gateway.RouteDefinition;
import io.lotse.contracts.gateway.RouteEntry;

import static org.assertj.core.api.Assertions.assertThat;

/** A route that holds requests against its service's OpenAPI document, over real sockets. */
class GatewayValidationTest {
    private static final String DOCUMENT =
            """
            {"openapi": "3.0.3", "info": {"title": "Orders", "version": "1"}, "paths": {
              "/orders": {
                "get": {"parameters": [
                  {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 100}},
                  {"name": "state", "in": "query", "schema": {"type": "array", "items": {"enum": ["open", "done"]}}},
                  {"name": "ids", "in": "query", "explode": false, "schema": {"type": "array", "items": {"type": "integer"}}},
                  {"name": "box", "in": "query", "style": "deepObject",
                   "schema": {"type": "object", "properties": {"w": {"type": "number"}, "h": {"type": "number"}}}},
                  {"name": "X-Tenant", "in": "header", "required": true, "schema": {"type": "string", "maxLength": 4}},
                  {"name": "lang", "in": "cookie", "schema": {"enum": ["de", "en"]}}]},
                "post": {"requestBody": {"required": true, "content": {
                  "application/json": {"schema": {"$ref": "#/components/schemas/Order"}},
                  "text/csv": {}}}}},
              "/orders/{id}": {
                "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "integer"}}],
                "get": {}, "delete": {}}},
             "components": {"schemas": {"Order": {"type": "object", "required": ["customer"], "properties": {
               "customer": {"type": "string"},
               "items": {"type": "array", "items": {"type": "object", "properties": {"price": {"type": "number"}}}}}}}}}""";

    private final GatewayFixture gateway = GatewayFixture.patient();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicReference<String> received = new AtomicReference<>();
    private volatile ApiDocument document = new ApiDocument("/openapi.json", new JsonObject(DOCUMENT).getMap(), null);

    GatewayValidationTest() {
        Await.done(ApisContract.DOCUMENT
                .serve(gateway.vertx.eventBus(), q -> Future.succeededFuture(document))
                .completion());
        gateway.instance("orders", this::serve);
        route("{\"openapi\": \"enforce\"}");
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private void serve(HttpServerRequest request) {
        sent.incrementAndGet();
        request.body().onSuccess(body -> {
            received.set(body.toString());
            request.response().end("took " + body.length());
        });
    }

    private void route(String validation) {
        gateway.mesh.route(
                "shop",
                """
                {"match": {"path": "/shop/**"}, "rewrite": "/**", "targets": [{"service": "orders"}],
                 "policy": {"validation": %s}}"""
                        .formatted(validation));
    }

    /** Until the gateway has read the document. */
    private void awaitContract() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> gateway.get("/shop/nothing").status() == 404);
        sent.set(0);
        received.set(null);
    }

    private GatewayFixture.Answer post(String type, String body) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost("127.0.0.1")
                .setPort(gateway.port)
                .setURI("/shop/orders")
                .putHeader("Content-Type", type);
        return Await.result(
                gateway.client.request(options).compose(r -> GatewayFixture.answer(r.send(Buffer.buffer(body)))));
    }

    private static List<String> pointers(GatewayFixture.Answer answer) {
        JsonArray errors = answer.body().toJsonObject().getJsonArray("errors");
        return errors.stream().map(e -> ((JsonObject) e).getString("pointer")).toList();
    }

    @Test
    void sendsOnWhatTheDocumentAllows() {
        awaitContract();

        assertThat(gateway.get("/shop/orders?limit=5&state=open&state=done&ids=1,2&box[w]=1.5", Map.of("x-tenant", "a"))
                        .status())
                .isEqualTo(200);
        assertThat(post("application/json; charset=utf-8", "{\"customer\": \"c\", \"items\": [{\"price\": 1.5}]}")
                        .status())
                .isEqualTo(200);
        assertThat(received.get()).isEqualTo("{\"customer\": \"c\", \"items\": [{\"price\": 1.5}]}");
        assertThat(post("text/csv", "a,b").text()).isEqualTo("took 3");
        assertThat(gateway.get("/shop/orders/7").status()).isEqualTo(200);
        assertThat(sent).hasValue(4);
    }

    @Test
    void listsEachMistakeOfTheParameters() {
        awaitContract();

        GatewayFixture.Answer answer = gateway.get(
                "/shop/orders?limit=500&state=open&state=lost&ids=1,two&box[w]=wide",
                Map.of("x-tenant", "alpha", "cookie", "lang=fr"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("invalid-request");
        assertThat(answer.head().getHeader("content-type")).isEqualTo("application/problem+json");
        assertThat(pointers(answer))
                .containsExactlyInAnyOrder(
                        "#/query/limit",
                        "#/query/state/1",
                        "#/query/ids/1",
                        "#/query/box/w",
                        "#/header/x-tenant",
                        "#/cookie/lang");
        assertThat(pointers(gateway.get("/shop/orders"))).containsExactly("#/header");
        assertThat(pointers(gateway.get("/shop/orders/seven"))).containsExactly("#/path/id");
        assertThat(sent).hasValue(0);
    }

    @Test
    void listsEachMistakeOfAJsonBody() {
        awaitContract();

        assertThat(pointers(post("application/json", "{\"items\": [{\"price\": 1}, {\"price\": \"dear\"}]}")))
                .containsExactlyInAnyOrder("#/body", "#/body/items/1/price");
        assertThat(pointers(post("application/json", "{\"customer\""))).containsExactly("#/body");
        assertThat(pointers(gateway.send(HttpMethod.POST, "/shop/orders", null)))
                .containsExactly("#/body");
        assertThat(sent).hasValue(0);
    }

    @Test
    void refusesWhatTheDocumentDoesNotHave() {
        awaitContract();

        assertThat(gateway.get("/shop/other").code()).isEqualTo("not-found");
        GatewayFixture.Answer method = gateway.send(HttpMethod.PUT, "/shop/orders", null);
        assertThat(method.status()).isEqualTo(405);
        assertThat(method.head().getHeader("allow")).isEqualTo("GET, POST");
        assertThat(post("application/xml", "<a/>").status()).isEqualTo(415);
        assertThat(sent).hasValue(0);
    }

    @ParameterizedTest
    @CsvSource({"OPTIONS, /shop/orders", "GET, /shop/openapi.json"})
    void letsPassWhatDocumentsDoNotSpeakOf(String method, String path) {
        awaitContract();

        assertThat(gateway.send(HttpMethod.valueOf(method), path, null).status())
                .isEqualTo(200);
    }

    @Test
    void looksThroughLargeBodiesUpToTheBoundAndRefusesLargerOnes() {
        route("{\"openapi\": \"enforce\", \"max_body\": 100000}");
        awaitContract();
        String name = "x".repeat(90_000);

        assertThat(post("application/json", "{\"customer\": \"" + name + "\"}").status())
                .isEqualTo(200);
        assertThat(pointers(post("application/json", "{\"customer\": [\"" + name + "\"]}")))
                .containsExactly("#/body/customer");
        assertThat(post("application/json", "{\"customer\": \"" + name + name + "\"}")
                        .status())
                .isEqualTo(413);
        assertThat(sent).hasValue(1);
    }

    @ParameterizedTest
    @CsvSource({"60000, 200", "200000, 413"})
    void gathersABodyThatComesInChunks(int bytes, int status) {
        route("{\"openapi\": \"enforce\", \"max_body\": 100000}");
        awaitContract();

        assertThat(postInChunks(bytes).status()).isEqualTo(status);
        assertThat(received.get()).isEqualTo(status == 200 ? json(bytes) : null);
    }

    private static String json(int bytes) {
        return "{\"customer\": \"" + "x".repeat(bytes) + "\"}";
    }

    private GatewayFixture.Answer postInChunks(int bytes) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost("127.0.0.1")
                .setPort(gateway.port)
                .setURI("/shop/orders")
                .putHeader("Content-Type", "application/json");
        String body = json(bytes);
        return Await.result(gateway.client.request(options).compose(r -> {
            r.setChunked(true);
            for (int at = 0; at < body.length(); at += 10_000) {
                r.write(body.substring(at, Math.min(body.length(), at + 10_000)));
            }
            return GatewayFixture.answer(r.send());
        }));
    }

    @Test
    void onlyWarnsWhereTheRouteSaysSo() {
        awaitContract();
        route("{\"openapi\": \"warn\", \"max_body\": 1000}");
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> gateway.get("/shop/other").status() == 200);

        assertThat(post("application/json", "[]").text()).isEqualTo("took 2");
        assertThat(post("application/xml", "<a/>").status()).isEqualTo(200);
        assertThat(postInChunks(300_000).status()).isEqualTo(200);
        assertThat(received.get()).isEqualTo(json(300_000));
    }

    @Test
    void letsRequestsPassAndSaysSoWhileTheDocumentCannotBeHad() {
        document = new ApiDocument("/openapi.json", null, "answered 404 to /openapi.json");

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        assertThat(warnings()).singleElement().asString().contains("answered 404", "requests go on"));
        assertThat(gateway.get("/shop/other").status()).isEqualTo(200);
    }

    private List<String> warnings() {
        return Await.result(GatewayContract.ROUTES.call(gateway.vertx.eventBus(), new Empty())).items().stream()
                .map(RouteEntry::warnings)
                .flatMap(List::stream)
                .toList();
    }

    @Test
    void keepsWhatItUnderstoodAndTakesTheNextDocument() {
        awaitContract();
        assertThat(warnings()).isEmpty();

        document = new ApiDocument("/openapi.json", Map.of("openapi", "2"), null);
        gateway.mesh.register("orders-9", "orders", 1, Map.of());
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(warnings())
                .singleElement()
                .asString()
                .contains("no OpenAPI 3 document", "stays in force"));
        assertThat(gateway.get("/shop/other").status()).isEqualTo(404);

        document = new ApiDocument(
                "/openapi.json",
                new JsonObject("{\"openapi\": \"3.1.0\", \"paths\": {\"/other\": {\"get\": {}}}}").getMap(),
                null);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> gateway.get("/shop/other").status() == 200);
        assertThat(warnings()).isEmpty();
    }

    @Test
    void givesLeaveToAClientThatWaitsWithItsBody() throws Exception {
        awaitContract();

        try (RawConnection client = gateway.raw()) {
            client.send("POST /shop/orders HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    + "Expect: 100-continue\r\nContent-Length: 15\r\n\r\n");
            assertThat(client.readHead()).startsWith("HTTP/1.1 100 ");
            client.send("{\"customer\": 1}");
            assertThat(client.readUntil("#/body/customer")).startsWith("HTTP/1.1 400 ");
        }
        assertThat(sent).hasValue(0);
    }

    @Test
    void findsTheMistakesOfARule() {
        RouteDefinition route = ContractCodec.decode(
                new JsonObject(
                        """
                        {"name": "r", "targets": [{"service": "a"}, {"service": "b"}],
                         "policy": {"validation": {"max_body": -1}}}"""),
                RouteDefinition.class);

        assertThat(RouteCheck.errors(route))
                .extracting(e -> e.field())
                .containsExactly(
                        "policy.validation.max_body", "policy.validation.openapi", "policy.validation.service");
    }
}
