package io.lotse.gateway;

import java.util.Map;
import java.util.Set;

import io.netty.handler.codec.http2.Http2Error;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;

/** What is different about requests over HTTP/2 (RFC 9113), whose connections others use at the same time. */
final class Http2Requests {
    /** Of one connection, which streams have none of their own (RFC 9113, 8.2.2). */
    private static final Set<String> OF_CONNECTIONS =
            Set.of("connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade");

    /** Without a length nobody sends them a body, and a service would take one of unknown length for strange. */
    private static final Set<String> WITHOUT_BODY = Set.of("GET", "HEAD", "OPTIONS", "TRACE", "DELETE");

    private Http2Requests() {}

    static boolean is(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_2;
    }

    /**
     * Refuses fields that would be more than a field when they go on over HTTP/1.1; names and pseudo fields the stack has looked at.
     *
     * @throws ContractException that says what is wrong
     */
    static void checkFields(HttpServerRequest request) {
        for (Map.Entry<String, String> field : request.headers()) {
            String name = field.getKey();
            String value = field.getValue();
            if (OF_CONNECTIONS.contains(name) || name.equals("te") && !value.equals("trailers")) {
                throw invalid("HTTP/2 has no field " + name + ": leave it out");
            }
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                if (c == '\r' || c == '\n' || c == 0) {
                    throw invalid("the field " + name + " has a character that no field may have");
                }
            }
        }
    }

    /** The authority that the client asked for; null if it named none. */
    static String host(HttpServerRequest request) {
        HostAndPort authority = request.authority();
        if (authority == null) {
            return null;
        }
        return authority.port() > 0 ? authority.host() + ":" + authority.port() : authority.host();
    }

    /** @throws ContractException if it is no length; whether the body has it the stack looks at */
    static long toldLength(String length) {
        if (length.isEmpty() || length.length() > 18 || !length.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw invalid("the request's content-length is no number of bytes");
        }
        return Long.parseLong(length);
    }

    /** The body's length where no field tells it; 0 for no body, -1 for a body of unknown length. */
    static long untoldLength(HttpServerRequest request) {
        return WITHOUT_BODY.contains(request.method().name()) ? 0 : -1;
    }

    /** Waits for nothing more from the client: the connection, if it is this request's alone, or the stream. */
    static void leave(HttpServerRequest request) {
        if (is(request)) {
            request.response().reset(Http2Error.NO_ERROR.code());
        } else {
            request.connection().close();
        }
    }

    private static ContractException invalid(String detail) {
        return new ContractException(ProblemCode.INVALID_REQUEST, detail);
    }
}
