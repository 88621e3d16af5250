package io.lotse.gateway;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;

/** Sends the clients of a route to another place. */
final class Redirection implements Interceptor, Interception {
    private final int status;
    private final PathTemplate location;
    private final Edits edits;

    Redirection(int status, PathTemplate location, Edits edits) {
        this.status = status;
        this.location = location;
        this.edits = edits;
    }

    @Override
    public Interception join(Exchange exchange) {
        return this;
    }

    @Override
    public void request(Exchange exchange) {
        String to = location.fill(
                NormalPath.of(exchange.inbound().target()), exchange.inbound().host());
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().set(HttpHeaders.LOCATION, to);
        if (edits != null) {
            edits.apply(headers);
        }
        exchange.answer(status, headers, Buffer.buffer());
    }
}
