package io.lotse.control;

import java.util.List;
import java.util.Map;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

import io.lotse.contracts.FieldError;

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
        Long number = (Long) parameters.get(parameter);
        return number == null ? null : Math.toIntExact(number);
    }
}
