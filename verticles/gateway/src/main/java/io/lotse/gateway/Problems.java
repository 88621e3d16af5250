package io.lotse.gateway;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ProblemCode;

/** Writes the answers that are the gateway's own: problem details by RFC 9457. */
final class Problems {
    private static final CharSequence MEDIA_TYPE = HttpHeaders.createOptimized("application/problem+json");
    private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
    private static final MultiMap NO_HEADERS = MultiMap.caseInsensitiveMultiMap();

    private Problems() {}

    /**
     * Answers with a problem, unless the head of another answer is out already.
     *
     * @param detail what was wrong, where, and what to do; for people
     */
    static void send(HttpServerRequest request, ProblemCode code, String detail) {
        send(request, code, detail, NO_HEADERS);
    }

    /** @param headers what the answer says besides */
    static void send(HttpServerRequest request, ProblemCode code, String detail, MultiMap headers) {
        HttpServerResponse response = request.response();
        if (!response.headWritten() && !response.closed()) {
            response.headers().clear().addAll(headers);
            write(request, code, detail);
        }
    }

    /** Answers with a problem and closes the connection, or the stream: what follows on it is not to be trusted or waited for. */
    static void sendLast(HttpServerRequest request, ProblemCode code, String detail) {
        sendLast(request, code, detail, NO_HEADERS);
    }

    /** @param headers what the answer says besides */
    static void sendLast(HttpServerRequest request, ProblemCode code, String detail, MultiMap headers) {
        HttpServerResponse response = request.response();
        if (!response.headWritten() && !response.closed()) {
            response.headers().clear().addAll(headers);
            if (!Http2Requests.is(request)) {
                response.headers().set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            }
            write(request, code, detail);
        }
        Http2Requests.leave(request);
    }

    private static void write(HttpServerRequest request, ProblemCode code, String detail) {
        if (Grpc.is(request)) {
            RequestId.tell(request);
            Grpc.refuse(request.response(), code, detail);
            return;
        }
        JsonObject problem = new JsonObject()
                .put("type", code.type())
                .put("title", code.title())
                .put("status", code.httpStatus())
                .put("detail", detail)
                .put("code", code.code())
                .put("instance", path(request))
                .put("request_id", RequestId.of(request));
        RequestId.tell(request);
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
