package io.lotse.gateway;

import io.opentelemetry.api.trace.Span;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;

/** Traces the requests of a route: a span for each, and one under it for each try at an upstream. */
final class TraceInterceptor implements Interceptor {
    private final Traces traces;
    /** Null for none. */
    private final String path;

    /** @param path what paths the route is for; null for all or for what has no pattern */
    TraceInterceptor(Traces traces, String path) {
        this.traces = traces;
        this.path = path;
    }

    @Override
    public Interception join(Exchange exchange) {
        Tracing tracing = traces.now();
        if (tracing == null) {
            return null;
        }
        InboundRequest inbound = exchange.inbound();
        Span span = tracing.server(inbound.request(), inbound.target(), inbound.host(), path);
        span.setAttribute(TraceAttributes.LOTSE_ROUTE, exchange.route().name());
        return new Trace(tracing, span);
    }

    /** One request's spans. */
    private static final class Trace implements Interception {
        private final Tracing tracing;
        private final Span server;
        /** Of the try that began last; the request's own before. */
        private Span latest;

        private int tries;

        Trace(Tracing tracing, Span server) {
            this.tracing = tracing;
            this.server = server;
            this.latest = server;
        }

        @Override
        public void trying(Exchange exchange, Attempt attempt, String uri) {
            Span client = tracing.client(server, exchange.inbound().request(), attempt.endpoint(), tries++);
            if (client.isRecording()) {
                TraceAttributes.url(client, attempt.endpoint(), uri);
            }
            latest = client;
            attempt.watch(over -> end(client, over));
        }

        private void end(Span client, Attempt over) {
            if (over.status() > 0) {
                TraceAttributes.answered(client, over.status(), false);
            }
            if (over.failure() != null) {
                TraceAttributes.failed(client, over.failure());
            }
            client.end();
        }

        @Override
        public void outgoing(Exchange exchange, MultiMap headers) {
            Tracing.tell(latest, headers);
        }

        @Override
        public void ended(Exchange exchange) {
            HttpServerRequest request = exchange.inbound().request();
            boolean left = exchange.outcome() == Outcome.CLIENT_LEFT;
            if (!left || request.response().headWritten()) {
                TraceAttributes.answered(server, request.response().getStatusCode(), true);
            }
            if (left) {
                server.setAttribute(TraceAttributes.ERROR, "client_left");
            } else if (exchange.outcome() == Outcome.FAILED
                    && request.response().getStatusCode() < 400) {
                TraceAttributes.failed(server, "cut_off");
            }
            server.end();
        }
    }
}
