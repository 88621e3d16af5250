package io.lotse.gateway;

import java.util.List;
import java.util.function.Predicate;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;

/**
 * Reads what a request wants and refuses one that two parties could read in two ways (RFC 9112, 3.2, 6.1 and 11.2).
 */
final class RequestCheck {
    private final Vertx vertx;
    private final Predicate<HttpServerRequest> isFromGateway;
    /** The authority that was found good last: most requests name the same. */
    private String goodAuthority = "";

    /** @param isFromGateway whether a request that says so comes from another host's gateway */
    RequestCheck(Vertx vertx, Predicate<HttpServerRequest> isFromGateway) {
        this.vertx = vertx;
        this.isFromGateway = isFromGateway;
    }

    /** @throws ContractException that says what is wrong with the request */
    InboundRequest check(HttpServerRequest request) {
        if (request.method().equals(HttpMethod.CONNECT)) {
            throw new ContractException(
                    ProblemCode.METHOD_NOT_ALLOWED, "CONNECT is for forward proxies, and this is a gateway");
        }
        if (Http2Requests.is(request)) {
            Http2Requests.checkFields(request);
        }
        String uri = request.uri();
        boolean absolute = !uri.startsWith("/") && uri.regionMatches(true, 0, "http://", 0, 7);
        int path = absolute ? endOfAuthority(uri) : 0;
        String target = checkedTarget(absolute ? pathOf(uri, path) : uri);
        String host = checkedHost(request);
        MultiMap headers = request.headers();
        boolean isSentOn = headers.contains(HeaderRules.HOP);
        return new InboundRequest(
                vertx,
                request,
                target,
                absolute ? checkedAuthority(uri.substring(7, path)) : host,
                bodyLength(request, headers),
                isWebSocket(request, headers),
                isSentOn,
                isSentOn && isFromGateway.test(request),
                connectionNames(headers, "close"));
    }

    private static int endOfAuthority(String uri) {
        for (int i = 7; i < uri.length(); i++) {
            if (uri.charAt(i) == '/' || uri.charAt(i) == '?') {
                return i;
            }
        }
        return uri.length();
    }

    private static String pathOf(String uri, int start) {
        return start < uri.length() && uri.charAt(start) == '/' ? uri.substring(start) : "/" + uri.substring(start);
    }

    /** Bytes beyond ASCII are percent-encoded, the only form in which every upstream reads the same; nothing else is changed. */
    private static String checkedTarget(String target) {
        StringBuilder encoded = null;
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c <= ' ' || c == 0x7f || c == '#') {
                throw invalid("the request target has a character that must be percent-encoded: %"
                        + Integer.toHexString(0x100 | c).substring(1));
            }
            if (c >= 0x80 && encoded == null) {
                encoded = new StringBuilder(target.length() + 16).append(target, 0, i);
            }
            if (encoded != null) {
                append(encoded, c);
            }
        }
        return encoded == null ? target : encoded.toString();
    }

    private static void append(StringBuilder encoded, char c) {
        if (c < 0x80) {
            encoded.append(c);
        } else {
            encoded.append('%')
                    .append(Integer.toHexString(0x100 | (c & 0xff)).substring(1).toUpperCase(java.util.Locale.ROOT));
        }
    }

    private String checkedHost(HttpServerRequest request) {
        if (Http2Requests.is(request)) {
            String host = Http2Requests.host(request);
            if (host == null) {
                throw invalid("the request has no :authority and no host");
            }
            return checkedAuthority(host);
        }
        List<String> hosts = request.headers().getAll(HttpHeaders.HOST);
        if (hosts.size() > 1) {
            throw invalid("the request has " + hosts.size() + " Host headers: send one");
        }
        if (hosts.isEmpty()) {
            if (request.version() == HttpVersion.HTTP_1_0) {
                return null;
            }
            throw invalid("the request has no Host header, which HTTP/1.1 wants");
        }
        return checkedAuthority(hosts.get(0));
    }

    private String checkedAuthority(String authority) {
        if (!authority.equals(goodAuthority)) {
            if (HostAndPort.parseAuthority(authority, -1) == null) {
                throw invalid("the request's host is not HOST or HOST:PORT");
            }
            goodAuthority = authority;
        }
        return authority;
    }

    private static long bodyLength(HttpServerRequest request, MultiMap headers) {
        String length = headers.get(HttpHeaders.CONTENT_LENGTH);
        if (Http2Requests.is(request)) {
            return length == null ? Http2Requests.untoldLength(request) : Http2Requests.toldLength(length);
        }
        if (!headers.contains(HttpHeaders.TRANSFER_ENCODING)) {
            return length == null ? 0 : Long.parseLong(length);
        }
        if (length != null) {
            throw invalid("the request has both Content-Length and Transfer-Encoding: send one");
        }
        List<String> codings = headers.getAll(HttpHeaders.TRANSFER_ENCODING);
        if (request.version() == HttpVersion.HTTP_1_0
                || codings.size() != 1
                || !codings.get(0).equalsIgnoreCase("chunked")) {
            throw invalid("the request's Transfer-Encoding is " + codings
                    + ": chunked alone is understood here, with HTTP/1.1");
        }
        return -1;
    }

    private static boolean isWebSocket(HttpServerRequest request, MultiMap headers) {
        String upgrade = headers.get(HttpHeaders.UPGRADE);
        return upgrade != null
                && upgrade.equalsIgnoreCase("websocket")
                && request.method().equals(HttpMethod.GET)
                && request.version() == HttpVersion.HTTP_1_1
                && connectionNames(headers, "upgrade")
                && bodyLength(request, headers) == 0;
    }

    private static boolean connectionNames(MultiMap headers, String option) {
        if (!headers.contains(HttpHeaders.CONNECTION)) {
            return false;
        }
        for (String options : headers.getAll(HttpHeaders.CONNECTION)) {
            if (HeaderRules.names(options, option)) {
                return true;
            }
        }
        return false;
    }

    private static ContractException invalid(String detail) {
        return new ContractException(ProblemCode.INVALID_REQUEST, detail);
    }
}
