package io.lotse.gateway;

import java.util.concurrent.TimeUnit;

import io.vertx.core.http.HttpServerRequest;
import org.slf4j.Logger;

/** Writes down each request of a route into the log of its environment; without the query, which may hold secrets. */
final class RequestLog implements Interceptor {
    private final Logger log;

    RequestLog(Logger log) {
        this.log = log;
    }

    @Override
    public Interception join(Exchange exchange) {
        return new Entry(System.nanoTime());
    }

    /** One request's line. */
    private final class Entry implements Interception {
        private final long startedAt;

        Entry(long startedAt) {
            this.startedAt = startedAt;
        }

        @Override
        public void ended(Exchange exchange) {
            HttpServerRequest request = exchange.inbound().request();
            String target = exchange.inbound().target();
            int query = target.indexOf('?');
            log.info(
                    "event=request service={} method={} path={} status={} outcome={} ms={} instance={} bytes={}",
                    exchange.route().name(),
                    request.method(),
                    query < 0 ? target : target.substring(0, query),
                    request.response().getStatusCode(),
                    exchange.outcome().name().toLowerCase(java.util.Locale.ROOT),
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedAt),
                    exchange.attempt() == null ? null : exchange.attempt().endpoint(),
                    request.response().bytesWritten());
        }
    }
}
