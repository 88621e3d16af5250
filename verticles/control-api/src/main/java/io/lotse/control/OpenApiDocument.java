package io.lotse.control;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * The OpenAPI document that this API is made from. It is read as it is: checking it against the meta-schema of OpenAPI
 * would cost a node a good part of its start, so a test does that.
 */
final class OpenApiDocument {
    private static final String RESOURCE = "openapi.json";
    private static final String JSON = "application/json";
    private static final Set<String> WORDS = Set.of("description", "summary");

    private final List<ApiOperation> operations;
    /** The document as far as requests are held against it, without the words for people, which are most of it. */
    private final JsonObject rules;

    private OpenApiDocument(JsonObject root) {
        JsonObject schemas = root.getJsonObject("components").getJsonObject("schemas");
        removeWords(root);
        this.rules = new JsonObject().put("components", new JsonObject().put("schemas", schemas));
        this.operations = operations(root);
    }

    /** The document of this release; parsed once in a process. */
    static OpenApiDocument ofThisRelease() {
        return Holder.DOCUMENT;
    }

    /** As it is published; read anew, for it is large and seldom asked for. */
    Buffer text() {
        return resource();
    }

    private static Buffer resource() {
        try (InputStream in = OpenApiDocument.class.getResourceAsStream(RESOURCE)) {
            return Buffer.buffer(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All operations, in the order of the document. */
    List<ApiOperation> operations() {
        return operations;
    }

    private static List<ApiOperation> operations(JsonObject root) {
        List<ApiOperation> operations = new ArrayList<>();
        JsonObject paths = root.getJsonObject("paths");
        for (String path : paths.fieldNames()) {
            JsonObject methods = paths.getJsonObject(path);
            for (String method : methods.fieldNames()) {
                operations.add(operation(root, path, method, methods.getJsonObject(method)));
            }
        }
        return List.copyOf(operations);
    }

    /** A property may have the name, too; what it is, is no text. */
    private static void removeWords(Object node) {
        if (node instanceof JsonObject object) {
            object.getMap().entrySet().removeIf(e -> WORDS.contains(e.getKey()) && e.getValue() instanceof String);
            object.forEach(e -> removeWords(e.getValue()));
        } else if (node instanceof JsonArray array) {
            array.forEach(OpenApiDocument::removeWords);
        }
    }

    /** What a schema is, also where it is a reference: siblings of a reference come on top. */
    JsonObject resolve(JsonObject node) {
        return resolve(rules, node);
    }

    /** The same for anything in a whole document. */
    static JsonObject resolve(JsonObject root, JsonObject node) {
        String ref = node.getString("$ref");
        if (ref == null) {
            return node;
        }
        JsonObject target = root;
        for (String step : ref.substring(2).split("/", -1)) {
            target = target.getJsonObject(step);
        }
        JsonObject resolved = resolve(root, target);
        if (node.size() == 1) {
            return resolved;
        }
        JsonObject both = resolved.copy().mergeIn(node);
        both.remove("$ref");
        return both;
    }

    private static ApiOperation operation(JsonObject root, String path, String method, JsonObject operation) {
        List<ApiParameter> parameters = new ArrayList<>();
        for (Object node : operation.getJsonArray("parameters", new JsonArray())) {
            JsonObject p = resolve(root, (JsonObject) node);
            parameters.add(new ApiParameter(
                    p.getString("name"),
                    ApiParameter.Place.valueOf(p.getString("in").toUpperCase(Locale.ROOT)),
                    resolve(root, p.getJsonObject("schema"))));
        }
        JsonObject body = operation.getJsonObject("requestBody");
        JsonObject json = body == null ? null : body.getJsonObject("content").getJsonObject(JSON);
        // a list is for its handler to read
        boolean list =
                json != null && "array".equals(json.getJsonObject("schema").getString("type"));
        return new ApiOperation(
                operation.getString("operationId"),
                HttpMethod.valueOf(method.toUpperCase(Locale.ROOT)),
                path,
                List.copyOf(parameters),
                json == null || list ? null : resolve(root, json.getJsonObject("schema")),
                operation.getBoolean("x-more-mistakes", false),
                // a file of any size is for its handler to take as it comes
                list
                        || body != null
                                && json == null
                                && !body.getJsonObject("content").containsKey(LedgerFile.MEDIA_TYPE));
    }

    private static final class Holder {
        private static final OpenApiDocument DOCUMENT = new OpenApiDocument(new JsonObject(resource()));
    }
}
