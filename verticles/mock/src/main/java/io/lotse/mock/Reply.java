package io.lotse.mock;

import java.util.List;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.FieldError;
import io.lotse.contracts.ProblemCode;

/**
 * An answer.
 *
 * @param body null for none
 */
record Reply(int status, MultiMap headers, Buffer body) {
    private static final String PROBLEM = "application/problem+json";
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    static Reply of(int status, String type, Buffer body) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        if (type != null) {
            headers.set(HttpHeaders.CONTENT_TYPE, type);
        }
        return new Reply(status, headers, body);
    }

    static Reply problem(ProblemCode code, String detail) {
        return problem(code, detail, List.of());
    }

    /** A problem as RFC 9457 has it, with a JSON pointer for each mistake. */
    static Reply problem(ProblemCode code, String detail, List<FieldError> mistakes) {
        JsonObject problem = new JsonObject()
                .put("type", code.type())
                .put("title", code.title())
                .put("status", code.httpStatus())
                .put("detail", detail)
                .put("code", code.code());
        if (!mistakes.isEmpty()) {
            JsonArray errors = new JsonArray();
            mistakes.forEach(
                    m -> errors.add(new JsonObject().put("detail", m.message()).put("pointer", m.field())));
            problem.put("errors", errors);
        }
        return of(code.httpStatus(), PROBLEM, problem.toBuffer());
    }

    Reply with(CharSequence header, String value) {
        headers.set(header, value);
        return this;
    }

    void send(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        if (response.closed()) {
            return;
        }
        response.setStatusCode(status);
        headers.forEach(field -> response.headers().add(field.getKey(), field.getValue()));
        boolean mayHaveBody = status >= 200 && status != NO_CONTENT && status != NOT_MODIFIED;
        if (body == null || !mayHaveBody) {
            response.end();
        } else if (request.method().name().equals("HEAD")) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
            response.end();
        } else {
            response.end(body);
        }
    }
}
