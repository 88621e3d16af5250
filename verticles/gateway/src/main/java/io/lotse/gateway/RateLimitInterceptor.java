package io.lotse.gateway;

import java.util.concurrent.TimeUnit;

import io.github.bucket4j.ConsumptionProbe;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;

import io.lotse.contracts.Counts;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.gateway.RateLimit;

/**
 * Lets no more requests through than a limit allows, and tells clients how they stand by the RateLimit fields
 * (draft-ietf-httpapi-ratelimit-headers-10). What another gateway sends on was counted there.
 */
final class RateLimitInterceptor implements Interceptor {
    private static final CharSequence POLICY = HttpHeaders.createOptimized("RateLimit-Policy");
    private static final CharSequence LIMIT = HttpHeaders.createOptimized("RateLimit");
    private static final CharSequence RETRY_AFTER = HttpHeaders.createOptimized("Retry-After");

    private final RateLimiter limiter;
    private final RateKey key;
    /** Whether clients are told apart by what they prove to be, where they do. */
    private final boolean byToken;

    private final String name;
    private final CharSequence policy;
    private final String what;

    /** @param route the route's name, for people */
    RateLimitInterceptor(String route, RateLimit limit, RateLimiter limiter, TrustedProxies proxies) {
        this.limiter = limiter;
        this.key = RateKey.parse(limit.key(), proxies);
        long seconds = RateLimiter.window(limit).toSeconds();
        String by = limit.key() == null ? RateKey.BY_ADDRESS : limit.key();
        this.byToken = by.equals("token");
        this.name = '"' + by + "-" + seconds + "s\"";
        this.policy = HttpHeaders.createOptimized(name + ";q=" + limit.requests() + ";w=" + seconds);
        this.what = "the route " + route + " takes " + Counts.of(limit.requests(), "request") + " in " + seconds + " s"
                + (by.equals("route") ? "" : " from one client, told apart by " + by);
    }

    @Override
    public Interception join(Exchange exchange) {
        return exchange.inbound().fromGateway() ? null : new Pass();
    }

    /** One exchange's way through. */
    private final class Pass implements Interception {
        private ConsumptionProbe probe;

        @Override
        public void request(Exchange exchange) {
            probe = limiter.take(whose(exchange));
            if (probe.isConsumed()) {
                exchange.proceed();
                return;
            }
            long wait = Math.max(1, seconds(probe.getNanosToWaitForRefill()));
            MultiMap headers = MultiMap.caseInsensitiveMultiMap().set(RETRY_AFTER, Long.toString(wait));
            tell(headers, wait);
            exchange.refuse(Refusal.of(ProblemCode.RATE_LIMITED, what + ": try again in " + wait + " s", headers));
        }

        private String whose(Exchange exchange) {
            return byToken && exchange.identity() != null
                    ? exchange.identity().key()
                    : key.of(exchange.inbound().request());
        }

        @Override
        public boolean answer(Exchange exchange, Answer answer) {
            tell(answer.headers(), seconds(probe.getNanosToWaitForReset()));
            return false;
        }

        private void tell(MultiMap headers, long reset) {
            headers.add(POLICY, policy);
            headers.add(LIMIT, name + ";r=" + Math.max(0, probe.getRemainingTokens()) + ";t=" + reset);
        }

        private static long seconds(long nanos) {
            return (nanos + TimeUnit.SECONDS.toNanos(1) - 1) / TimeUnit.SECONDS.toNanos(1);
        }
    }
}
