package io.lotse.gateway;

import java.util.Set;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

/** What spans say, in the words of OpenTelemetry's stable conventions for HTTP. Queries, which may hold secrets, are left out. */
final class TraceAttributes {
    static final AttributeKey<String> SERVICE_NAME = AttributeKey.stringKey("service.name");
    static final AttributeKey<String> HOST_NAME = AttributeKey.stringKey("host.name");
    static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
    static final AttributeKey<String> LOTSE_ROUTE = AttributeKey.stringKey("lotse.route");
    static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<String> METHOD_AS_SENT = AttributeKey.stringKey("http.request.method_original");
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
    private static final AttributeKey<Long> RESENT = AttributeKey.longKey("http.request.resend_count");
    private static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");
    private static final AttributeKey<String> SCHEME = AttributeKey.stringKey("url.scheme");
    private static final AttributeKey<String> URL = AttributeKey.stringKey("url.full");
    private static final AttributeKey<String> SERVER = AttributeKey.stringKey("server.address");
    private static final AttributeKey<Long> PORT = AttributeKey.longKey("server.port");
    private static final AttributeKey<String> CLIENT = AttributeKey.stringKey("client.address");
    private static final AttributeKey<String> PEER = AttributeKey.stringKey("network.peer.address");
    private static final AttributeKey<Long> PEER_PORT = AttributeKey.longKey("network.peer.port");
    private static final AttributeKey<String> VERSION = AttributeKey.stringKey("network.protocol.version");
    private static final AttributeKey<String> USER_AGENT = AttributeKey.stringKey("user_agent.original");
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH");
    private static final String OTHER = "_OTHER";

    private TraceAttributes() {}

    /** @param route null for none */
    static String name(HttpMethod method, String route) {
        String verb = METHODS.contains(method.name()) ? method.name() : "HTTP";
        return route == null ? verb : verb + " " + route;
    }

    static void server(Span span, HttpServerRequest request, String target, String host, String client) {
        method(span, request.method());
        int query = target == null ? -1 : target.indexOf('?');
        span.setAttribute(PATH, query < 0 ? target : target.substring(0, query));
        span.setAttribute(SCHEME, request.isSSL() ? "https" : "http");
        span.setAttribute(CLIENT, client);
        span.setAttribute(PEER, request.remoteAddress().hostAddress());
        span.setAttribute(PEER_PORT, (long) request.remoteAddress().port());
        span.setAttribute(USER_AGENT, request.getHeader("user-agent"));
        if (request.version() != null) {
            span.setAttribute(VERSION, version(request));
        }
        if (host != null) {
            server(span, host, request.isSSL());
        }
    }

    private static String version(HttpServerRequest request) {
        return switch (request.version()) {
            case HTTP_1_0 -> "1.0";
            case HTTP_1_1 -> "1.1";
            case HTTP_2 -> "2";
        };
    }

    /** @param host with or without a port; an IPv6 address in brackets */
    private static void server(Span span, String host, boolean secure) {
        int colon = host.lastIndexOf(':');
        boolean hasPort = colon > host.lastIndexOf(']')
                && colon + 1 < host.length()
                && colon + 6 >= host.length()
                && host.substring(colon + 1).chars().allMatch(c -> c >= '0' && c <= '9');
        span.setAttribute(SERVER, hasPort ? host.substring(0, colon) : host);
        span.setAttribute(PORT, hasPort ? Long.parseLong(host.substring(colon + 1)) : secure ? 443L : 80L);
    }

    static void client(Span span, HttpMethod method, Endpoint endpoint, int resent) {
        method(span, method);
        span.setAttribute(SERVER, endpoint.address().host());
        span.setAttribute(PORT, (long) endpoint.address().port());
        if (resent > 0) {
            span.setAttribute(RESENT, (long) resent);
        }
    }

    /** @param uri what is asked for at the endpoint */
    static void url(Span span, Endpoint endpoint, String uri) {
        int query = uri.indexOf('?');
        span.setAttribute(URL, "http://" + endpoint.address() + (query < 0 ? uri : uri.substring(0, query)));
    }

    private static void method(Span span, HttpMethod method) {
        boolean known = METHODS.contains(method.name());
        span.setAttribute(METHOD, known ? method.name() : OTHER);
        if (!known) {
            span.setAttribute(METHOD_AS_SENT, method.name());
        }
    }

    /** @param asServer whether a client's mistakes are none of ours */
    static void answered(Span span, int status, boolean asServer) {
        span.setAttribute(STATUS, (long) status);
        if (status >= (asServer ? 500 : 400)) {
            failed(span, Integer.toString(status));
        }
    }

    static void failed(Span span, String why) {
        span.setAttribute(ERROR, why);
        span.setStatus(StatusCode.ERROR);
    }
}
