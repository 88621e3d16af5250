package io.lotse.gateway;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ProblemCode;

/** Writes the answers that are the gateway's own: problem details by RFC 9457. */
final class Problems {
    private static final CharSequence MEDIA_TYPE = HttpHeaders.createOptimized("application/problem+json");
    private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");

    private Problems() {}

    /**
     * Answers with a problem, unless the head of another answer is out already.
     *
     * @param detail what was wrong, where, and what to do; for people
     */
    static void send(HttpServerRequest request, ProblemCode code, String detail) {
        HttpServerResponse response = request.response();
        if (!response.headWritten() && !response.closed()) {
            response.headers().clear();
            write(request, code, detail);
        }
    }

    /** Answers with a problem and closes the connection: what follows on it is not to be trusted or waited for. */
    static void sendLast(HttpServerRequest request, ProblemCode code, String detail) {
        HttpServerResponse response = request.response();
        if (!response.headWritten() && !response.closed()) {
            response.headers().clear().set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            write(request, code, detail);
        }
        request.connection().close();
    }

    private static void write(HttpServerRequest request, ProblemCode code, String detail) {
        JsonObject problem = new JsonObject()
                .put("type", code.type())
                .put("title", code.title())
                .put("status", code.httpStatus())
                .put("detail", detail)
                .put("code", code.code())
                .put("instance", path(request));
        HttpServerResponse response = request.response();
        response.setStatusCode(code.httpStatus());
        response.putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE).putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE);
        response.end(problem.toBuffer());
    }

    private static String path(HttpServerRequest request) {
        String uri = request.uri();
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }
}
