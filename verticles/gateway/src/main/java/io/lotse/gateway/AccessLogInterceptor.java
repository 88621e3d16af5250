package io.lotse.gateway;

import java.time.Clock;
import java.time.Instant;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/** Looks on at the requests of all routes and tells the access log of them, also of those that never had a route. */
final class AccessLogInterceptor implements Interceptor {
    private static final CharSequence CACHE_STATUS = HttpHeaders.createOptimized("Cache-Status");

    private final AccessLog log;
    private final TrustedProxies proxies;
    private final Clock clock;

    AccessLogInterceptor(AccessLog log, TrustedProxies proxies, Clock clock) {
        this.log = log;
        this.proxies = proxies;
        this.clock = clock;
    }

    @Override
    public Interception join(Exchange exchange) {
        return new Watch(clock.instant(), exchange.loop().nanoClock().getAsLong());
    }

    /** The gateway has answered a request that it would not take. */
    void refused(HttpServerRequest request) {
        log.add(entry(request, request.uri(), request.getHeader(HttpHeaders.HOST), clock.instant(), null, null));
    }

    /**
     * @param exchange null for a request that had no route
     * @param watch null with it
     */
    private AccessEntry entry(
            HttpServerRequest request, String target, String host, Instant time, Exchange exchange, Watch watch) {
        boolean unanswered = exchange != null
                && exchange.outcome() == Outcome.CLIENT_LEFT
                && !request.response().headWritten();
        Identity identity = exchange == null ? null : exchange.identity();
        Attempt attempt = exchange == null ? null : exchange.attempt();
        return new AccessEntry(
                time,
                proxies.client(request),
                identity == null ? null : identity.user(),
                request.method().name(),
                host,
                target == null ? "" : target,
                protocol(request.version()),
                unanswered ? 0 : request.response().getStatusCode(),
                request.bytesRead(),
                request.response().bytesWritten(),
                watch == null ? 0 : exchange.loop().nanoClock().getAsLong() - watch.startedAt,
                watch == null || watch.headAt == 0 ? -1 : watch.headAt - watch.startedAt,
                attempt == null ? null : attempt.endpoint().toString(),
                watch == null ? 0 : watch.tries,
                exchange == null ? null : exchange.route().name(),
                exchange == null ? null : exchange.environment(),
                RequestId.of(request),
                TraceParent.traceId(request.headers()),
                request.response().headers().get(CACHE_STATUS),
                request.getHeader(HttpHeaders.USER_AGENT),
                request.getHeader(HttpHeaders.REFERER),
                exchange == null ? Outcome.FAILED : exchange.outcome());
    }

    /** As HTTP writes it; null where nobody could read it. */
    private static String protocol(HttpVersion version) {
        if (version == null) {
            return null;
        }
        return switch (version) {
            case HTTP_1_0 -> "HTTP/1.0";
            case HTTP_1_1 -> "HTTP/1.1";
            case HTTP_2 -> "HTTP/2.0";
        };
    }

    /** Looks on at one exchange. */
    private final class Watch implements Interception {
        private final Instant time;
        private final long startedAt;
        private long headAt;
        private int tries;

        Watch(Instant time, long startedAt) {
            this.time = time;
            this.startedAt = startedAt;
        }

        @Override
        public void outgoing(Exchange exchange, MultiMap headers) {
            // none where a kept answer is refreshed behind the client's back: that is no try of this exchange
            if (exchange.attempt() != null) {
                tries++;
            }
        }

        @Override
        public boolean answer(Exchange exchange, Answer answer) {
            headAt = exchange.loop().nanoClock().getAsLong();
            return false;
        }

        @Override
        public void ended(Exchange exchange) {
            InboundRequest inbound = exchange.inbound();
            log.add(entry(inbound.request(), inbound.target(), inbound.host(), time, exchange, this));
        }
    }
}
