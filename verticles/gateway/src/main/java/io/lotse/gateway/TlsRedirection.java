package io.lotse.gateway;

import java.util.function.IntSupplier;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;

import io.lotse.contracts.ProblemCode;

/** Sends clients of the plain port to the one for TLS; method and body stay (RFC 9110, 15.4.9). */
final class TlsRedirection implements Interceptor, Interception {
    private static final int PERMANENT = 308;
    private static final int HTTPS = 443;

    private final IntSupplier port;

    /** @param port of the listener for TLS */
    TlsRedirection(IntSupplier port) {
        this.port = port;
    }

    @Override
    public Interception join(Exchange exchange) {
        return this;
    }

    @Override
    public void request(Exchange exchange) {
        InboundRequest inbound = exchange.inbound();
        if (inbound.host() == null) {
            exchange.refuse(
                    ProblemCode.INVALID_REQUEST, "this gateway is asked by https, and the request names no host");
            return;
        }
        int to = port.getAsInt();
        String location = "https://" + name(inbound.host()) + (to == HTTPS ? "" : ":" + to) + inbound.target();
        exchange.answer(
                PERMANENT, MultiMap.caseInsensitiveMultiMap().set(HttpHeaders.LOCATION, location), Buffer.buffer());
    }

    private static String name(String authority) {
        int colon = authority.lastIndexOf(':');
        return colon > authority.lastIndexOf(']') ? authority.substring(0, colon) : authority;
    }
}
