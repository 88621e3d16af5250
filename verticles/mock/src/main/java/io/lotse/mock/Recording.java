package io.lotse.mock;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.QueryStringEncoder;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import io.lotse.openapi.ApiOperation;

/**
 * A request and the answer to it; one line of a file. Secrets are left out of it.
 *
 * @param query in the order of names
 * @param body a JSON object with one of {@code body} (JSON), {@code text} or {@code base64}; empty for none
 * @param content the same of the answer
 */
record Recording(
        String method,
        String path,
        TreeMap<String, List<String>> query,
        JsonObject body,
        int status,
        JsonObject headers,
        JsonObject content) {
    private static final String REQUEST = "request";
    private static final String RESPONSE = "response";
    private static final String BODY = "body";
    private static final String TEXT = "text";
    private static final String BASE64 = "base64";
    private static final String FORM = "application/x-www-form-urlencoded";

    /** @param type of the request's body; null for none */
    static Recording of(
            String method, String uri, String type, Buffer body, int status, MultiMap headers, Buffer content) {
        JsonObject kept = new JsonObject();
        for (String name : headers.names()) {
            if (Secrets.isKept(name)) {
                List<String> values = headers.getAll(name);
                kept.put(name.toLowerCase(Locale.ROOT), values.size() == 1 ? values.get(0) : new JsonArray(values));
            }
        }
        return new Recording(
                method,
                path(uri),
                query(uri),
                body(type, body),
                status,
                kept,
                body(headers.get("content-type"), content));
    }

    static String path(String uri) {
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }

    static TreeMap<String, List<String>> query(String uri) {
        TreeMap<String, List<String>> query = new TreeMap<>();
        new QueryStringDecoder(uri)
                .parameters()
                .forEach((name, values) ->
                        query.put(name, Secrets.isSecret(name) ? List.of(Secrets.LEFT_OUT) : List.copyOf(values)));
        return query;
    }

    /** @param type as its header has it; null for none */
    static JsonObject body(String type, Buffer body) {
        JsonObject kept = new JsonObject();
        if (body == null || body.length() == 0) {
            return kept;
        }
        String mediaType = ApiOperation.mediaType(type);
        if (ApiOperation.isJson(mediaType)) {
            try {
                return kept.put(BODY, Secrets.without(Json.decodeValue(body)));
            } catch (DecodeException noJson) {
                // kept as it is
            }
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body.getBytes()))
                    .toString();
            return kept.put(TEXT, mediaType.equals(FORM) ? form(text) : text);
        } catch (CharacterCodingException noText) {
            return kept.put(BASE64, Base64.getEncoder().encodeToString(body.getBytes()));
        }
    }

    /** In the order of names, without what is secret. */
    private static String form(String text) {
        QueryStringEncoder form = new QueryStringEncoder("");
        query("?" + text).forEach((name, values) -> values.forEach(value -> form.addParam(name, value)));
        return form.toString().substring(1);
    }

    /** The answer's body. */
    Buffer answer() {
        if (content.containsKey(BODY)) {
            return Buffer.buffer(Json.encode(content.getValue(BODY)));
        }
        return content.containsKey(BASE64)
                ? Buffer.buffer(Base64.getDecoder().decode(content.getString(BASE64)))
                : Buffer.buffer(content.getString(TEXT, ""));
    }

    String line() {
        JsonObject request = new JsonObject().put("method", method).put("path", path);
        if (!query.isEmpty()) {
            JsonObject parameters = new JsonObject();
            query.forEach(
                    (name, values) -> parameters.put(name, values.size() == 1 ? values.get(0) : new JsonArray(values)));
            request.put("query", parameters);
        }
        JsonObject response = new JsonObject().put("status", status).put("headers", headers);
        return new JsonObject()
                .put(REQUEST, request.mergeIn(body))
                .put(RESPONSE, response.mergeIn(content))
                .encode();
    }

    /** @throws RuntimeException if it is no such line */
    static Recording read(String line) {
        JsonObject json = new JsonObject(line);
        JsonObject request = part(json, REQUEST);
        JsonObject response = part(json, RESPONSE);
        TreeMap<String, List<String>> query = new TreeMap<>();
        for (Map.Entry<String, Object> one : request.getJsonObject("query", new JsonObject())) {
            query.put(one.getKey(), texts(one.getValue()));
        }
        String path = request.getString("path");
        if (path == null || !path.startsWith("/")) {
            throw new IllegalArgumentException("its request has no path that begins with /");
        }
        return new Recording(
                request.getString("method", "GET"),
                path,
                query,
                bodyOf(request),
                response.getInteger("status", 200),
                response.getJsonObject("headers", new JsonObject()),
                bodyOf(response));
    }

    private static JsonObject part(JsonObject json, String name) {
        JsonObject part = json.getJsonObject(name);
        if (part == null) {
            throw new IllegalArgumentException("it has no " + name);
        }
        return part;
    }

    private static List<String> texts(Object value) {
        return value instanceof JsonArray several
                ? several.stream().map(String::valueOf).toList()
                : List.of(String.valueOf(value));
    }

    private static JsonObject bodyOf(JsonObject part) {
        JsonObject body = new JsonObject();
        for (String word : List.of(BODY, TEXT, BASE64)) {
            if (part.containsKey(word)) {
                body.put(word, part.getValue(word));
            }
        }
        return body;
    }

    MultiMap responseHeaders() {
        MultiMap all = MultiMap.caseInsensitiveMultiMap();
        headers.forEach(header -> all.add(header.getKey(), texts(header.getValue())));
        return all;
    }
}
