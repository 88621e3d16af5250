package io.lotse.control;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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

    private final Buffer text;
    private final JsonObject root;

    private OpenApiDocument(Buffer text) {
        this.text = text;
        this.root = new JsonObject(text);
    }

    /** The document of this release; parsed once in a process. */
    static OpenApiDocument ofThisRelease() {
        return Holder.DOCUMENT;
    }

    /** As it is published. */
    Buffer text() {
        return text;
    }

    /** All operations, in the order of the document. */
    List<ApiOperation> operations() {
        List<ApiOperation> operations = new ArrayList<>();
        JsonObject paths = root.getJsonObject("paths");
        for (String path : paths.fieldNames()) {
            JsonObject methods = paths.getJsonObject(path);
            for (String method : methods.fieldNames()) {
                operations.add(operation(path, method, methods.getJsonObject(method)));
            }
        }
        return operations;
    }

    /** What a schema or parameter is, also where it is a reference: siblings of a reference come on top. */
    JsonObject resolve(JsonObject node) {
        String ref = node.getString("$ref");
        if (ref == null) {
            return node;
        }
        JsonObject target = root;
        for (String step : ref.substring(2).split("/", -1)) {
            target = target.getJsonObject(step);
        }
        JsonObject resolved = resolve(target);
        if (node.size() == 1) {
            return resolved;
        }
        JsonObject both = resolved.copy().mergeIn(node);
        both.remove("$ref");
        return both;
    }

    private ApiOperation operation(String path, String method, JsonObject operation) {
        List<ApiParameter> parameters = new ArrayList<>();
        for (Object node : operation.getJsonArray("parameters", new JsonArray())) {
            JsonObject p = resolve((JsonObject) node);
            parameters.add(new ApiParameter(
                    p.getString("name"),
                    ApiParameter.Place.valueOf(p.getString("in").toUpperCase(Locale.ROOT)),
                    resolve(p.getJsonObject("schema"))));
        }
        JsonObject body = operation.getJsonObject("requestBody");
        JsonObject json = body == null ? null : body.getJsonObject("content").getJsonObject(JSON);
        return new ApiOperation(
                operation.getString("operationId"),
                HttpMethod.valueOf(method.toUpperCase(Locale.ROOT)),
                path,
                List.copyOf(parameters),
                json == null ? null : resolve(json.getJsonObject("schema")),
                // a file of any size is for its handler to take as it comes
                body != null && json == null && !body.getJsonObject("content").containsKey(LedgerFile.MEDIA_TYPE));
    }

    private static final class Holder {
        private static final OpenApiDocument DOCUMENT = read();

        private static OpenApiDocument read() {
            try (InputStream in = OpenApiDocument.class.getResourceAsStream(RESOURCE)) {
                return new OpenApiDocument(Buffer.buffer(in.readAllBytes()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
