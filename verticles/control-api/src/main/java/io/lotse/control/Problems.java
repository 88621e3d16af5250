package io.lotse.control;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;

/** The one edge where failures become problem+json. */
final class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final String MEDIA_TYPE = "application/problem+json";
    private static final String RETRY_AFTER_SECONDS = "2";

    private Problems() {}

    /** Answers a request whose handling failed. */
    static void handle(RoutingContext context) {
        send(context.request(), of(context));
    }

    /** Answers with a failure; cuts the connection where an answer is under way already. */
    static void send(HttpServerRequest request, Throwable failure) {
        ContractException problem = of(failure, request);
        HttpServerResponse response = request.response();
        if (response.headWritten()) {
            if (!response.ended()) {
                response.reset();
            }
            return;
        }
        int status = problem.code().httpStatus();
        if (status == 503) {
            response.putHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        response.setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE);
        Answers.end(request, body(problem, request.path()).toBuffer());
    }

    /** What a problem+json says of a failure. */
    static JsonObject body(Throwable failure, HttpServerRequest request) {
        return body(of(failure, request), request.path());
    }

    private static JsonObject body(ContractException problem, String path) {
        ProblemCode code = problem.code();
        JsonObject body = new JsonObject()
                .put("type", code.type())
                .put("title", code.title())
                .put("status", code.httpStatus())
                .put("detail", problem.getMessage())
                .put("instance", path)
                .put("code", code.code());
        if (!problem.errors().isEmpty()) {
            body.put(
                    "errors",
                    new JsonArray(
                            problem.errors().stream().map(ContractCodec::encode).toList()));
        }
        return body;
    }

    private static Throwable of(RoutingContext context) {
        return switch (context.statusCode()) {
            case 413 ->
                new ContractException(
                        ProblemCode.BODY_TOO_LARGE,
                        "the body has more than " + RequestReader.MAX_BODY_BYTES + " bytes: send less");
            case 400 ->
                context.failure() instanceof ContractException own
                        ? own
                        : new ContractException(
                                ProblemCode.INVALID_REQUEST, "the request cannot be read: " + context.failure());
            default -> context.failure();
        };
    }

    private static ContractException of(Throwable failure, HttpServerRequest request) {
        if (failure instanceof ContractException own) {
            return own;
        }
        LOG.error("event=request_failed method={} path={}", request.method(), request.path(), failure);
        return new ContractException(
                ProblemCode.INTERNAL, "Lotse failed: " + failure + ". The node's log says more; please report it");
    }
}
