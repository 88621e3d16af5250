package io.lotse.openapi;

import java.util.List;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.FieldError;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What an OpenAPI document says of requests. */
class ApiContractTest {
    private static ApiContract contract(String version, String paths, String schemas) {
        return ApiReader.read(new JsonObject(
                """
                {"openapi": "%s", "info": {"title": "t", "version": "1"}, "paths": %s,
                 "components": {"schemas": %s}}"""
                        .formatted(version, paths, schemas)));
    }

    /** A contract with an operation that takes this body. */
    private static ApiContract taking(String version, String schema, String schemas) {
        return contract(
                version,
                """
                {"/x": {"post": {"requestBody": {"content": {"application/json": {"schema": %s}}}}}}"""
                        .formatted(schema),
                schemas);
    }

    private static List<FieldError> mistakes(ApiContract contract, Object body) {
        ApiOperation operation = contract.find("POST", "/x").operation();
        return contract.mistakes(
                new JsonObject().put(operation.body("application/json").key(), new JsonObject().put("body", body)));
    }

    private static List<String> pointers(ApiContract contract, Object body) {
        return mistakes(contract, body).stream().map(FieldError::field).toList();
    }

    @Test
    void findsThePathThatSaysMoreExactlyWhatItIs() {
        ApiContract contract = contract(
                "3.1.0",
                """
                {"/a/{id}": {"get": {}}, "/a/new": {"get": {}, "put": {}}, "/a/{id}/{file}.json": {"get": {}}}""",
                "{}");

        assertThat(contract.find("GET", "/a/new").methods()).containsExactly("GET", "PUT");
        assertThat(contract.find("GET", "/a/7").parameters()).containsEntry("id", List.of("7"));
        assertThat(contract.find("GET", "/a/7/b%2Fc.json").parameters()).containsEntry("file", List.of("b/c"));
        assertThat(contract.find("GET", "/a/7/b.xml")).isNull();
        assertThat(contract.find("GET", "/a")).isNull();
        assertThat(contract.find("DELETE", "/a/7").operation()).isNull();
        assertThat(contract.find("HEAD", "/a/7").operation()).isNotNull();
    }

    @Test
    void countsThePathOfTheServer() {
        ApiContract contract = ApiReader.read(
                new JsonObject(
                        """
                {"openapi": "3.0.3", "servers": [{"url": "https://x.example/v2/"}], "paths": {"/a": {"get": {}}}}"""));

        assertThat(contract.find("GET", "/v2/a")).isNotNull();
        assertThat(contract.find("GET", "/a")).isNull();
    }

    @Test
    void namesEachMistakeByItsPlace() {
        ApiContract contract = taking(
                "3.1.0",
                """
                {"type": "object", "required": ["name", "size"], "additionalProperties": false, "properties": {
                   "name": {"type": "string", "minLength": 2}, "size": {"type": "integer", "maximum": 9},
                   "tags": {"type": "array", "items": {"enum": ["a", "b"]}}}}""",
                "{}");

        assertThat(pointers(
                        contract,
                        new JsonObject(
                                """
                {"name": "x", "size": 10, "tags": ["a", "c"], "odd/one": 1}""")))
                .containsExactlyInAnyOrder("#/body/name", "#/body/size", "#/body/tags/1", "#/body/odd~1one");
        assertThat(mistakes(contract, new JsonObject()))
                .containsExactly(
                        new FieldError("#/body", "does not have required property \"name\""),
                        new FieldError("#/body", "does not have required property \"size\""));
        assertThat(pointers(contract, new JsonObject().put("name", "xx").put("size", 9)))
                .isEmpty();
    }

    @Test
    void followsReferencesThatRunInACircle() {
        ApiContract contract = taking(
                "3.0.3",
                """
                {"$ref": "#/components/schemas/Node"}""",
                """
                {"Node": {"type": "object", "properties": {"id": {"type": "integer"}, "next": {"$ref": "#/components/schemas/Node"}}}}""");

        assertThat(pointers(
                        contract,
                        new JsonObject("""
                {"id": 1, "next": {"id": 2, "next": {"id": "three"}}}""")))
                .containsExactly("#/body/next/next/id");
    }

    @Test
    void saysThatABodyIsNestedTooDeeplyInsteadOfFailing() {
        ApiContract contract = taking(
                "3.0.3",
                """
                {"$ref": "#/components/schemas/Tree"}""",
                """
                {"Tree": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}}}""");
        JsonArray deep = new JsonArray();
        for (int i = 0; i < 100_000; i++) {
            deep = new JsonArray().add(deep);
        }

        assertThat(mistakes(contract, deep)).containsExactly(new FieldError("#/body", "is nested too deeply"));
    }

    @Test
    void takesNullWhereOpenApi30SaysNullable() {
        ApiContract contract = taking(
                "3.0.3",
                """
                {"type": "object", "properties": {
                   "a": {"type": "string", "nullable": true, "enum": ["x"]}, "b": {"type": "string"}}}""",
                "{}");

        assertThat(pointers(contract, new JsonObject().putNull("a").putNull("b")))
                .containsExactly("#/body/b");
        assertThat(pointers(contract, new JsonObject().put("a", "y"))).containsExactly("#/body/a");
    }

    @Test
    void takesExclusiveBoundsAsEachVersionSaysThem() {
        ApiContract old = taking(
                "3.0.3", """
                {"type": "integer", "minimum": 1, "exclusiveMinimum": true}""", "{}");
        ApiContract now =
                taking("3.1.0", """
                {"type": ["integer", "null"], "exclusiveMinimum": 1}""", "{}");

        assertThat(pointers(old, 1)).containsExactly("#/body");
        assertThat(pointers(old, 2)).isEmpty();
        assertThat(pointers(now, 1)).containsExactly("#/body");
        assertThat(pointers(now, 2)).isEmpty();
    }

    @Test
    void doesNotAskForWhatOnlyAnswersHave() {
        ApiContract contract = taking(
                "3.0.3",
                """
                {"type": "object", "required": ["id", "name"], "properties": {
                   "id": {"type": "integer", "readOnly": true}, "name": {"type": "string"}}}""",
                "{}");

        assertThat(mistakes(contract, new JsonObject()))
                .containsExactly(new FieldError("#/body", "does not have required property \"name\""));
    }

    @Test
    void saysOfAlternativesThatNoneFits() {
        ApiContract contract = taking(
                "3.1.0",
                """
                {"oneOf": [{"type": "string"}, {"type": "object", "required": ["id"]}]}""",
                "{}");

        assertThat(pointers(contract, "x")).isEmpty();
        assertThat(mistakes(contract, 5))
                .hasSize(1)
                .first()
                .extracting(FieldError::field)
                .isEqualTo("#/body");
    }

    @Test
    void knowsWhole32BitNumbers() {
        ApiContract contract = taking("3.0.3", """
                {"type": "integer", "format": "int32"}""", "{}");

        assertThat(pointers(contract, Integer.MAX_VALUE)).isEmpty();
        assertThat(pointers(contract, Integer.MIN_VALUE)).isEmpty();
        assertThat(pointers(contract, Integer.MAX_VALUE + 1L)).containsExactly("#/body");
    }

    @Test
    void leavesOutAPatternThatIsNotUnderstoodAndSaysSo() {
        ApiContract contract =
                taking("3.1.0", """
                {"type": "string", "pattern": "[", "maxLength": 2}""", "{}");

        assertThat(pointers(contract, "xx")).isEmpty();
        assertThat(pointers(contract, "xxx")).containsExactly("#/body");
        assertThat(contract.remarks()).singleElement().asString().contains("pattern [");
    }

    @Test
    void letsRequestsPassWhoseSchemaMakesNoSense() {
        ApiContract contract =
                taking("3.1.0", """
                {"type": "object", "minProperties": "many"}""", "{}");

        assertThat(pointers(contract, new JsonObject())).isEmpty();
        assertThat(contract.remarks()).hasSize(1);
    }

    @Test
    void refusesADocumentThatRefersToNothing() {
        assertThatThrownBy(() -> taking("3.1.0", """
                {"$ref": "#/components/schemas/None"}""", "{}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("#/components/schemas/None");
        assertThatThrownBy(() -> taking("3.1.0", """
                {"$ref": "other.json#/Item"}""", "{}"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ApiReader.read(new JsonObject("{\"swagger\": \"2.0\"}")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ApiReader.read(new JsonObject("{\"openapi\": \"3.1.0\", \"paths\": []}")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void holdsThousandsOfSchemasOnce() {
        JsonObject paths = new JsonObject();
        JsonObject schemas = new JsonObject();
        for (int i = 0; i < 400; i++) {
            String next = "#/components/schemas/S" + (i + 1) % 400;
            schemas.put(
                    "S" + i,
                    new JsonObject()
                            .put("type", "object")
                            .put("properties", new JsonObject().put("next", new JsonObject().put("$ref", next))));
            paths.put(
                    "/p" + i,
                    new JsonObject(
                            """
                            {"post": {"requestBody": {"content": {"application/json": {"schema": {"$ref": "%s"}}}}}}"""
                                    .formatted(next)));
        }
        ApiContract contract = contract("3.0.0", paths.encode(), schemas.encode());
        ApiOperation.Body body = contract.find("POST", "/p7").operation().body("application/json");

        List<FieldError> found = contract.mistakes(
                new JsonObject().put(body.key(), new JsonObject().put("body", new JsonObject().put("next", 5))));

        assertThat(found).extracting(FieldError::field).containsExactly("#/body/next");
    }
}
