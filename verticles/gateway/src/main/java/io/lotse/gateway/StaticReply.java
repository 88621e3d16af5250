package io.lotse.gateway;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

import io.lotse.contracts.gateway.StaticAnswer;

/** Answers every request of a route alike, without an upstream. */
final class StaticReply implements Interceptor, Interception {
    private final int status;
    private final MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    private final Buffer body;

    StaticReply(StaticAnswer answer, Edits edits) {
        status = answer.status();
        answer.headers().forEach(headers::set);
        body = answer.body() == null ? Buffer.buffer() : Buffer.buffer(answer.body());
        if (answer.body() != null && !headers.contains("content-type")) {
            headers.set("content-type", "text/plain; charset=utf-8");
        }
        if (edits != null) {
            edits.apply(headers);
        }
    }

    @Override
    public Interception join(Exchange exchange) {
        return this;
    }

    @Override
    public void request(Exchange exchange) {
        reply(exchange);
    }

    void reply(Exchange exchange) {
        exchange.answer(status, headers, body);
    }
}
