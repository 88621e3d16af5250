package io.lotse.gateway;

import io.netty.handler.codec.http2.Http2Error;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.HostAndPort;

/** What is different about requests to instances that speak HTTP/2 (RFC 9113). */
final class Http2Upstream {
    private Http2Upstream() {}

    /** Turns the fields of HTTP/1.1 into those of HTTP/2: the host becomes the authority, and nothing is of one connection. */
    static void adapt(HttpClientRequest request) {
        String host = request.headers().get(HttpHeaders.HOST);
        HostAndPort authority = host == null ? null : HostAndPort.parseAuthority(host, -1);
        if (authority != null) {
            request.authority(authority);
        }
        request.headers().remove(HttpHeaders.HOST).remove(HttpHeaders.CONNECTION);
    }

    /**
     * Does without a stream that nothing was sent on. The stack counts it as taken until it has been closed, and it can only
     * be closed once it exists: so it asks for nothing and is reset.
     */
    static void giveBack(HttpClientRequest unused) {
        unused.setMethod(HttpMethod.OPTIONS).setURI("*").sendHead();
        unused.reset(Http2Error.CANCEL.code());
    }
}
