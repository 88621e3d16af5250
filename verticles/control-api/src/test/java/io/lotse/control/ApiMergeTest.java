package io.lotse.control;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ApiMergeTest {
    /** Uses the same names as any other service would. */
    static final String DOCUMENT =
            """
            {"openapi": "3.0.3", "info": {"title": "Orders", "version": "1.4.0"},
             "servers": [{"url": "https://orders.example/v1/"}],
             "security": [{"key": []}],
             "paths": {
               "/items/{id}": {
                 "parameters": [{"$ref": "#/components/parameters/Id"}],
                 "get": {"operationId": "show", "tags": ["items"], "responses": {"200": {"description": "ok",
                   "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Item"},
                     "example": {"operationId": "data", "$ref": "#/components/schemas/Data"}}},
                   "links": {"again": {"operationId": "show"}}}}},
                 "delete": {"operationId": "remove", "security": [], "responses": {"204": {"description": "gone"}}}},
               "/items": {"$ref": "#/paths/~1items~1%7Bid%7D"}},
             "components": {
               "parameters": {"Id": {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}},
               "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
               "schemas": {
                 "Item": {"type": "object", "discriminator": {"propertyName": "kind",
                   "mapping": {"book": "Book", "tool": "#/components/schemas/Tool"}},
                   "properties": {"part": {"$ref": "#/components/schemas/Tool"}}},
                 "Book": {"type": "object"}, "Tool": {"type": "object"}}}}""";

    private final ApiMerge merge = new ApiMerge();

    private JsonObject merged() {
        merge.add("orders", new JsonObject(DOCUMENT));
        merge.add("a b", new JsonObject(DOCUMENT));
        return merge.document(new JsonObject().put("title", "All").put("version", "now"), "http://gateway:8000");
    }

    @Test
    void servesPathsWhereTheGatewayDoes() {
        JsonObject all = merged();

        assertThat(all.getJsonObject("paths").fieldNames())
                .containsExactly(
                        "/api/orders/v1/items/{id}",
                        "/api/orders/v1/items",
                        "/api/a%20b/v1/items/{id}",
                        "/api/a%20b/v1/items");
        assertThat(all.getJsonArray("servers").getJsonObject(0).getString("url"))
                .isEqualTo("http://gateway:8000");
        assertThat(all.getJsonObject("paths")
                        .getJsonObject("/api/orders/v1/items")
                        .getString("$ref"))
                .isEqualTo("#/paths/~1api~1orders~1v1~1items~1%7Bid%7D");
    }

    @Test
    void keepsNamesOfServicesApart() {
        JsonObject all = merged();
        JsonObject components = all.getJsonObject("components");

        assertThat(components.getJsonObject("schemas").fieldNames())
                .contains("orders.Item", "orders.Tool", "a_b.Item", "a_b.Tool");
        JsonObject item = components.getJsonObject("schemas").getJsonObject("orders.Item");
        assertThat(item.encode()).contains("#/components/schemas/orders.Tool");
        assertThat(item.getJsonObject("discriminator").getJsonObject("mapping"))
                .isEqualTo(new JsonObject()
                        .put("book", "#/components/schemas/orders.Book")
                        .put("tool", "#/components/schemas/orders.Tool"));
        JsonObject get = all.getJsonObject("paths")
                .getJsonObject("/api/orders/v1/items/{id}")
                .getJsonObject("get");
        assertThat(get.getString("operationId")).isEqualTo("orders.show");
        assertThat(get.getJsonArray("tags")).isEqualTo(new JsonArray().add("orders"));
        assertThat(get.encode())
                .contains("{\"again\":{\"operationId\":\"orders.show\"}}")
                .contains("{\"operationId\":\"data\",\"$ref\":\"#/components/schemas/Data\"}");
    }

    @Test
    void asksForTheSameCredentialsAsTheService() {
        JsonObject item = merged().getJsonObject("paths").getJsonObject("/api/orders/v1/items/{id}");

        assertThat(item.getJsonObject("get").getJsonArray("security").encode()).isEqualTo("[{\"orders.key\":[]}]");
        assertThat(item.getJsonObject("delete").getJsonArray("security")).isEmpty();
    }

    @Test
    void makesAValidDocument() throws Exception {
        JsonObject all = merged();
        // the validator's schema of 2022 does not know that a path may be a reference
        all.getJsonObject("paths").remove("/api/orders/v1/items");
        all.getJsonObject("paths").remove("/api/a%20b/v1/items");
        OpenApi31.assertValid(all);
    }

    @Test
    void countsOperations() {
        assertThat(ApiMerge.operations(new JsonObject(DOCUMENT))).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"swagger\": \"2.0\"} | is Swagger 2.0",
                "{} | is no OpenAPI 3 document",
                "{\"openapi\": 3} | is no OpenAPI 3 document",
                "{\"openapi\": \"3.1.0\", \"paths\": []} | info, paths and components are objects"
            })
    void saysWhatItCannotTake(String document, String problem) {
        assertThat(ApiMerge.problem(new JsonObject(document))).contains(problem);
    }
}
