package io.lotse.control;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.ProblemCode;

/** Reads requests as the OpenAPI document says they are, and finds all their mistakes at once. */
final class RequestReader {
    /** Larger bodies are refused before they are read. */
    static final int MAX_BODY_BYTES = 256 * 1024;

    /** What reads a body goes down into it by recursion, and no record is nearly as deep. */
    private static final int DEEPEST = 64;

    private static final String ENVIRONMENT = "environment";

    private final SchemaCheck check;

    RequestReader(SchemaCheck check) {
        this.check = check;
    }

    /**
     * The request, with its body if the operation has one.
     *
     * @throws ContractException {@link ProblemCode#INVALID_REQUEST}, {@link ProblemCode#UNKNOWN_ENVIRONMENT} if that is
     *     the only mistake, or {@link ProblemCode#MALFORMED_JSON}
     */
    ApiRequest read(ApiOperation operation, RoutingContext context) {
        List<FieldError> errors = new ArrayList<>();
        Map<String, Object> parameters = new HashMap<>();
        for (ApiParameter parameter : operation.parameters()) {
            Object value = parameter.valueIn(context);
            if (value != null) {
                parameters.put(parameter.name(), value);
                errors.addAll(check.check(parameter.schema(), value, parameter.name()));
            }
        }
        if (operation.bodySchema() == null) {
            refuse(errors);
            return new ApiRequest(context, parameters, null, List.of());
        }
        JsonObject body = readBody(context.body().buffer());
        List<FieldError> bodyErrors = check.check(operation.bodySchema(), body, "");
        if (!operation.goesOn()) {
            errors.addAll(bodyErrors);
        }
        refuse(errors);
        return new ApiRequest(context, parameters, body, operation.goesOn() ? bodyErrors : List.of());
    }

    /**
     * Refuses a body that is not JSON, before it is read.
     *
     * @throws ContractException {@link ProblemCode#UNSUPPORTED_MEDIA_TYPE}
     */
    static void checkMediaType(HttpServerRequest request) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        String bare = type == null ? "" : type.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
        if (!bare.equals("application/json")) {
            throw new ContractException(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    (type == null ? "the header Content-Type is missing" : "the body is " + type)
                            + ": send application/json");
        }
        checkEncoding(request);
    }

    /**
     * Refuses a body that is compressed.
     *
     * @throws ContractException {@link ProblemCode#UNSUPPORTED_MEDIA_TYPE}
     */
    static void checkEncoding(HttpServerRequest request) {
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new ContractException(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE, "the body is encoded as " + encoding + ": send it plain");
        }
    }

    private static JsonObject readBody(Buffer text) {
        Object value;
        try {
            value = text == null || text.length() == 0 ? "" : Json.decodeValue(text);
        } catch (DecodeException e) {
            throw new ContractException(ProblemCode.MALFORMED_JSON, "the body is not JSON: " + firstLine(e));
        }
        if (!(value instanceof JsonObject body)) {
            throw ContractException.invalid(
                    "body",
                    "".equals(value)
                            ? "is empty: give a JSON object"
                            : "is " + Wanted.shown(value) + ": give a JSON object");
        }
        if (isDeeper(body, DEEPEST)) {
            throw ContractException.invalid(
                    "body", "is nested more than " + DEEPEST + " levels deep: give what the API's documentation names");
        }
        body.getMap().values().removeIf(v -> v == null);
        return body;
    }

    private static boolean isDeeper(Object value, int levels) {
        Stream<?> inside = value instanceof JsonObject object
                ? object.stream().map(Map.Entry::getValue)
                : value instanceof JsonArray array ? array.stream() : Stream.empty();
        return levels == 0 ? inside.findAny().isPresent() : inside.anyMatch(each -> isDeeper(each, levels - 1));
    }

    /** What is wrong with a text that is not JSON, and where. */
    static String firstLine(DecodeException e) {
        return e.getMessage()
                .replaceFirst("^Failed to decode: ?", "")
                // what the parser says for those who program with it
                .replaceAll(" ?\\([^(\\[]*\\[Source:[^\\]]*\\]\\)|, from `[^`]*`", "")
                .replaceAll("(?s)\\n.*?line: (\\d+), column: (\\d+).*", " at line $1, column $2");
    }

    private static void refuse(List<FieldError> errors) {
        if (errors.isEmpty()) {
            return;
        }
        boolean environmentOnly = errors.stream().allMatch(e -> e.field().equals(ENVIRONMENT));
        String all = errors.stream().map(e -> e.field() + " " + e.message()).collect(Collectors.joining("; "));
        throw new ContractException(
                environmentOnly ? ProblemCode.UNKNOWN_ENVIRONMENT : ProblemCode.INVALID_REQUEST, all, errors);
    }
}
