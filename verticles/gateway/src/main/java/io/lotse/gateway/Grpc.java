package io.lotse.gateway;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

import io.lotse.contracts.ProblemCode;

/** How gRPC clients are told of failures: by HTTP status 200 and a status of their own (gRPC over HTTP/2, "Responses"). */
final class Grpc {
    private static final String MEDIA_TYPE = "application/grpc";
    private static final CharSequence CONTENT_TYPE = HttpHeaders.createOptimized(MEDIA_TYPE);
    private static final CharSequence STATUS = HttpHeaders.createOptimized("grpc-status");
    private static final CharSequence MESSAGE = HttpHeaders.createOptimized("grpc-message");
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private Grpc() {}

    /** Whether the client speaks gRPC; gRPC-Web is something else, and so is gRPC's media type over HTTP/1.1. */
    static boolean is(HttpServerRequest request) {
        if (!Http2Requests.is(request)) {
            return false;
        }
        String type = request.headers().get(HttpHeaders.CONTENT_TYPE);
        return type != null
                && type.startsWith(MEDIA_TYPE)
                && (type.length() == MEDIA_TYPE.length() || "+;".indexOf(type.charAt(MEDIA_TYPE.length())) >= 0);
    }

    /** Whether this head is all of a gRPC answer ("Trailers-Only"). */
    static boolean isWhole(MultiMap head) {
        return head.contains(STATUS);
    }

    /** Answers with a failure; what the headers say already stays. */
    static void refuse(HttpServerResponse response, ProblemCode code, String detail) {
        response.setStatusCode(200).putHeader(HttpHeaders.CONTENT_TYPE, CONTENT_TYPE);
        write(response.headers(), code, detail);
        response.end();
    }

    /** Ends an answer whose head is out with a failure. */
    static void endWith(HttpServerResponse response, ProblemCode code, String detail) {
        write(response.trailers(), code, detail);
        response.end();
    }

    private static void write(MultiMap fields, ProblemCode code, String detail) {
        fields.set(STATUS, Integer.toString(status(code)));
        fields.set(MESSAGE, encoded(code.code() + ": " + detail));
    }

    /** The status of gRPC that says the same to a client: whether to try again, above all. */
    static int status(ProblemCode code) {
        return switch (code.httpStatus()) {
            case 401 -> 16; // UNAUTHENTICATED
            case 403 -> 7; // PERMISSION_DENIED
            case 404, 405, 415 -> 12; // UNIMPLEMENTED
            case 408, 504 -> 4; // DEADLINE_EXCEEDED
            case 413, 414, 429, 431 -> 8; // RESOURCE_EXHAUSTED
            case 502, 503 -> 14; // UNAVAILABLE
            default -> 13; // INTERNAL
        };
    }

    /** Percent-encoded but for printable ASCII. */
    static String encoded(String text) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b >= ' ' && b <= '~' && b != '%') {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(HEX.toHexDigits(b));
            }
        }
        return encoded.toString();
    }
}
