package io.lotse.mock;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.FieldError;
import io.lotse.contracts.ProblemCode;
import io.lotse.openapi.ApiContract;
import io.lotse.openapi.ApiOperation;
import io.lotse.openapi.ApiValues;

/** Holds requests against the document, as a gateway does where a route asks for it. */
final class RequestFit {
    private static final int SHOWN = 3;

    private final String service;
    private final ApiContract contract;

    RequestFit(String service, ApiContract contract) {
        this.service = service;
        this.contract = contract;
    }

    /** Null for a request that fits. */
    Reply refusal(Asked asked, ApiContract.Match match) {
        ApiOperation operation = match.operation();
        JsonObject values;
        try {
            values = new JsonObject()
                    .put(
                            operation.key(),
                            ApiValues.of(asked.request(), asked.request().uri(), match));
        } catch (IllegalArgumentException e) {
            return refused(List.of(new FieldError("#/query", "cannot be decoded: " + e.getMessage())));
        }
        boolean hasBody = asked.body().length() > 0;
        if (operation.content() == null || !hasBody) {
            List<FieldError> mistakes = new ArrayList<>(contract.mistakes(values));
            if (operation.needsBody() && !hasBody) {
                mistakes.add(new FieldError("#/body", "is missing: send " + types(operation)));
            }
            return refused(mistakes);
        }
        String type = ApiOperation.mediaType(asked.header(HttpHeaders.CONTENT_TYPE));
        ApiOperation.Body body = operation.body(type);
        if (body == null) {
            return Reply.problem(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    "the body is " + (type.isEmpty() ? "of no type" : type) + ": send " + types(operation));
        }
        return refused(
                body.key() == null || !ApiOperation.isJson(type)
                        ? contract.mistakes(values)
                        : mistakes(asked, values, body.key()));
    }

    private List<FieldError> mistakes(Asked asked, JsonObject values, String key) {
        try {
            values.put(key, new JsonObject().put("body", Json.decodeValue(asked.body())));
            return contract.mistakes(values);
        } catch (DecodeException e) {
            List<FieldError> mistakes = new ArrayList<>(contract.mistakes(values));
            String reason = e.getMessage().replaceFirst("^Failed to decode: ?", "");
            mistakes.add(new FieldError("#/body", "is no JSON: " + DocumentFile.firstLine(reason)));
            return mistakes;
        }
    }

    private Reply refused(List<FieldError> mistakes) {
        if (mistakes.isEmpty()) {
            return null;
        }
        String first = mistakes.stream()
                .limit(SHOWN)
                .map(m -> m.field() + " " + m.message())
                .collect(Collectors.joining("; "));
        String more = mistakes.size() <= SHOWN ? "" : "; and " + (mistakes.size() - SHOWN) + " more";
        return Reply.problem(
                ProblemCode.INVALID_REQUEST,
                "the API of " + service + " does not take this: " + first + more,
                mistakes);
    }

    private static String types(ApiOperation operation) {
        return String.join(
                " or ", operation.content().keySet().stream().sorted().toList());
    }
}
