package io.lotse.control;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ContractException;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.UnknownFields;

/**
 * A request that keeps the OpenAPI document.
 *
 * @param context where it came from and where the answer goes
 * @param parameters the parameters that are there, by name: a Long where the document says integer, else a String
 * @param body the body without its nulls; null for an operation without one
 * @param bodyErrors what in the body does not keep the document, for a handler that looks for more; else empty
 */
record ApiRequest(
        RoutingContext context, Map<String, Object> parameters, JsonObject body, List<FieldError> bodyErrors) {
    private static final String IDEMPOTENCY_FIELD = "idempotency_key";

    HttpServerRequest http() {
        return context.request();
    }

    HttpServerResponse response() {
        return context.response();
    }

    /** Null if absent. */
    String text(String parameter) {
        return (String) parameters.get(parameter);
    }

    /** Null if absent. */
    Integer number(String parameter) {
        Long number = position(parameter);
        return number == null ? null : Math.toIntExact(number);
    }

    /** A number that may be a large one; null if absent. */
    Long position(String parameter) {
        return (Long) parameters.get(parameter);
    }

    /** False if absent. */
    boolean isTrue(String parameter) {
        return "true".equals(text(parameter));
    }

    /** Whether nothing is to be changed, only looked at. */
    boolean isDryRun() {
        return isTrue("dry_run");
    }

    /**
     * Null if absent.
     *
     * @throws ContractException {@link ProblemCode#INVALID_REQUEST} for what is no time
     */
    Instant time(String parameter) {
        String text = text(parameter);
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw ContractException.invalid(
                    parameter, "is " + text + ", no time: give one such as 2026-01-31T12:34:56Z");
        }
    }

    /** The revision that a change is meant for; null for whatever is there. */
    Long ifRevision() {
        String tag = text("If-Match");
        return tag == null || tag.equals("*") ? null : Long.valueOf(tag.substring(1, tag.length() - 1));
    }

    /** Null if absent. */
    String idempotencyKey() {
        return text("Idempotency-Key");
    }

    /** Parameters as the fields of a query that are called like them. */
    JsonObject query(String... names) {
        JsonObject query = new JsonObject();
        for (String name : names) {
            query.put(name, parameters.get(name));
        }
        return query;
    }

    /** The body with the key, which comes by the header alone, whatever the body says. */
    JsonObject bodyWithKey() {
        return body.put(IDEMPOTENCY_FIELD, idempotencyKey());
    }

    /**
     * The body as a record that has all of its fields.
     *
     * @throws ContractException {@link ProblemCode#INVALID_REQUEST}
     */
    <T extends Record> T body(Class<T> type) {
        UnknownFields.refuse(body.getMap(), type);
        return ContractCodec.decode(body, type);
    }
}
