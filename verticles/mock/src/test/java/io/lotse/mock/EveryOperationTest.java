package io.lotse.mock;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Validator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.lotse.openapi.ApiOperation;
import io.lotse.openapi.ApiSchemas;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever a document says that a service answers, the mock answers so. */
class EveryOperationTest extends MockSetup {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    private final List<String> unfit = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "src/test/resources/io/lotse/mock/petstore-3.0.yaml",
                "src/test/resources/io/lotse/mock/petstore-3.1.yaml",
                "../control-api/src/main/resources/io/lotse/control/openapi.json"
            })
    void answersAsTheDocumentSays(String name) {
        unfit.clear();
        Path file = Path.of(name);
        JsonObject document = DocumentFile.read(file);
        String url = start(config(MockConfig.Kind.OPENAPI, file, false)) + base(document);
        int held = 0;
        for (Map.Entry<String, Object> path : document.getJsonObject("paths")) {
            for (Map.Entry<String, Object> operation : (JsonObject) path.getValue()) {
                if (METHODS.contains(operation.getKey())) {
                    String method = operation.getKey().toUpperCase(Locale.ROOT);
                    held += holds(document, method, url + path.getKey().replaceAll("\\{[^}]*}", "7"), (JsonObject)
                            operation.getValue());
                }
            }
        }
        assertThat(unfit).isEmpty();
        assertThat(held).as("answers with a schema").isGreaterThan(4);
    }

    private int holds(JsonObject document, String method, String url, JsonObject operation) {
        ApiSchemas schemas = ApiSchemas.ofAnswers(document);
        int held = 0;
        for (Map.Entry<String, Object> response : operation.getJsonObject("responses")) {
            String code = response.getKey().equals("default")
                    ? "500"
                    : response.getKey().replace("XX", "01");
            JsonObject content = schemas.resolve(response.getValue()).getJsonObject("content", new JsonObject());
            for (String type : content.fieldNames()) {
                Object schema = content.getJsonObject(type).getValue("schema");
                if (schema != null && ApiOperation.isJson(type)) {
                    HttpResponse<String> answer = send(method, url, null, "Prefer", "code=" + code, "Accept", type);
                    assertThat(answer.statusCode()).as(method + " " + url).isEqualTo(Integer.parseInt(code));
                    holds(document, schema, answer.body(), method + " " + url + " " + code);
                    held++;
                }
            }
            if (content.isEmpty()) {
                assertThat(send(method, url, null, "Prefer", "code=" + code).statusCode())
                        .isEqualTo(Integer.parseInt(code));
            }
        }
        return held;
    }

    private void holds(JsonObject document, Object schema, String body, String where) {
        ApiSchemas schemas = ApiSchemas.ofAnswers(document);
        String key = schemas.add((JsonObject) schemas.schema(schema));
        Validator validator = schemas.validator();
        var found = validator.validate(new JsonObject().put(key, Json.decodeValue(body)));
        assertThat(found.getValid())
                .as(where + " " + body + " " + found.getErrors())
                .isTrue();
    }

    private static String base(JsonObject document) {
        if (!document.containsKey("servers")) {
            return "";
        }
        String url = document.getJsonArray("servers").getJsonObject(0).getString("url");
        String path = java.net.URI.create(url).getPath();
        return path == null || path.equals("/") ? "" : path;
    }
}
