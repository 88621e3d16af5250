package io.lotse.gateway;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
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
        send(request, Refusal.of(code, detail));
    }

    /** The same with what a refusal says. */
    static void send(HttpServerRequest request, Refusal refusal) {
        HttpServerResponse response = request.response();
        if (!response.headWritten() && !response.closed()) {
            response.headers().clear().addAll(refusal.headers());
            write(request, refusal);
        }
    }

    /** Answers with a problem and closes the connection, or the stream: what follows on it is not to be trusted or waited for. */
    static void sendLast(HttpServerRequest request, ProblemCode code, String detail) {
        sendLast(request, Refusal.of(code, detail));
    }

    /** The same with what a refusal says. */
    static void sendLast(HttpServerRequest request, Refusal refusal) {
        HttpServerResponse response = request.response();
        if (!response.headWritten() && !response.closed()) {
            response.headers().clear().addAll(refusal.headers());
            if (!Http2Requests.is(request)) {
                response.headers().set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            }
            write(request, refusal);
        }
        Http2Requests.leave(request);
    }

    private static void write(HttpServerRequest request, Refusal refusal) {
        ProblemCode code = refusal.code();
        if (Grpc.is(request)) {
            RequestId.tell(request);
            Grpc.refuse(request.response(), code, refusal.detail());
            return;
        }
        JsonObject problem = new JsonObject()
                .put("type", code.type())
                .put("title", code.title())
                .put("status", refusal.status())
                .put("detail", refusal.detail())
                .put("code", code.code())
                .put("instance", path(request))
                .put("request_id", RequestId.of(request));
        if (!refusal.mistakes().isEmpty()) {
            problem.put("errors", mistakes(refusal));
        }
        RequestId.tell(request);
        HttpServerResponse response = request.response();
        response.setStatusCode(refusal.status());
        response.putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE).putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE);
        response.end(problem.toBuffer());
    }

    /** As RFC 9457, 3, shows it. */
    private static JsonArray mistakes(Refusal refusal) {
        JsonArray all = new JsonArray();
        refusal.mistakes()
                .forEach(
                        m -> all.add(new JsonObject().put("detail", m.message()).put("pointer", m.field())));
        return all;
    }

    private static String path(HttpServerRequest request) {
        String uri = request.uri();
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }
}
