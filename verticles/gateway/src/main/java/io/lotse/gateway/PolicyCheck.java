package io.lotse.gateway;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.lotse.contracts.FieldError;
import io.lotse.contracts.gateway.Balancing;
import io.lotse.contracts.gateway.BalancingStrategy;
import io.lotse.contracts.gateway.Bulkhead;
import io.lotse.contracts.gateway.Caching;
import io.lotse.contracts.gateway.CircuitBreaking;
import io.lotse.contracts.gateway.Compression;
import io.lotse.contracts.gateway.Ejection;
import io.lotse.contracts.gateway.Fallback;
import io.lotse.contracts.gateway.RateLimit;
import io.lotse.contracts.gateway.RequestLimits;
import io.lotse.contracts.gateway.Retries;
import io.lotse.contracts.gateway.RoutePolicy;
import io.lotse.contracts.gateway.RouteTimeouts;
import io.lotse.contracts.gateway.Validation;

/** Finds all mistakes of a route's policy at once; each feature has a method of its own. */
final class PolicyCheck {
    private static final Duration LONGEST = Duration.ofDays(1);

    private final List<FieldError> errors = new ArrayList<>();
    private final String at;

    private PolicyCheck(String at) {
        this.at = at;
    }

    /** @param at what the fields' names begin with, such as {@code policy.} */
    static List<FieldError> errors(String at, RoutePolicy policy) {
        PolicyCheck check = new PolicyCheck(at);
        if (policy != null) {
            check.timeouts(policy.timeouts());
            check.ejection(policy.ejection());
            check.balancing(policy.balancing());
            check.retries(policy.retries());
            check.breaker(policy.breaker());
            check.bulkhead(policy.bulkhead());
            check.fallback(policy.fallback());
            check.rateLimits(policy.rateLimits());
            check.cache(policy.cache());
            check.limits(policy.limits());
            check.compression(policy.compression());
            check.validation(policy.validation());
            check.errors.addAll(AuthCheck.errors(at + "auth.", policy.auth()));
        }
        return check.errors;
    }

    private void timeouts(RouteTimeouts timeouts) {
        if (timeouts != null) {
            positive("timeouts.connect", timeouts.connect());
            positive("timeouts.first_byte", timeouts.firstByte());
            positive("timeouts.idle", timeouts.idle());
            positive("timeouts.total", timeouts.total());
        }
    }

    private void ejection(Ejection ejection) {
        if (ejection != null) {
            within("ejection.failures", ejection.failures(), 0, 1_000);
            within("ejection.latency_factor", ejection.latencyFactor(), 2, 1_000);
            within("ejection.max_share", ejection.maxShare(), 1, 99);
            positive("ejection.first", ejection.first());
            positive("ejection.longest", ejection.longest());
        }
    }

    private void retries(Retries retries) {
        if (retries != null) {
            within("retries.attempts", retries.attempts(), 0, 10);
            within("retries.budget", retries.budget(), 1, 100);
            within("retries.max_body", retries.maxBody(), 0, 16 * 1024 * 1024);
            positive("retries.backoff", retries.backoff());
            positive("retries.max_backoff", retries.maxBackoff());
            retries.statuses().forEach(s -> within("retries.statuses", s, 400, 599));
            retries.methods().forEach(this::method);
        }
    }

    private void balancing(Balancing balancing) {
        if (balancing == null) {
            return;
        }
        positive("balancing.slow_start", balancing.slowStart());
        boolean hashes = balancing.strategy() == BalancingStrategy.CONSISTENT_HASH;
        if (hashes != (balancing.hashOn() != null)) {
            wrong(
                    "balancing.hash_on",
                    hashes
                            ? "is missing: give header:NAME, cookie:NAME or segment:N"
                            : "is for consistent-hash alone: leave it out, or choose that strategy");
        } else if (hashes) {
            try {
                HashKey.parse(balancing.hashOn());
            } catch (IllegalArgumentException e) {
                wrong("balancing.hash_on", e.getMessage());
            }
        }
        if (balancing.cookie() != null
                && (balancing.strategy() != BalancingStrategy.STICKY_COOKIE
                        || !balancing.cookie().matches("[a-zA-Z0-9_-]{1,64}"))) {
            wrong("balancing.cookie", "is for sticky-cookie alone, 1 to 64 letters, digits, '-' or '_'");
        }
    }

    private void breaker(CircuitBreaking breaker) {
        if (breaker != null) {
            within("breaker.failures", breaker.failures(), 1, 1_000);
            positive("breaker.window", breaker.window());
            positive("breaker.open", breaker.open());
        }
    }

    private void bulkhead(Bulkhead bulkhead) {
        if (bulkhead != null) {
            within("bulkhead.concurrent", bulkhead.concurrent(), 1, 1_000_000);
            within("bulkhead.queue", bulkhead.queue(), 0, 1_000_000);
            positive("bulkhead.max_wait", bulkhead.maxWait());
        }
    }

    private void fallback(Fallback fallback) {
        if (fallback == null) {
            return;
        }
        if ((fallback.answer() == null) == (fallback.target() == null)) {
            wrong(
                    "fallback",
                    "has " + (fallback.answer() == null ? "neither" : "both") + " of answer and target: give one");
        }
        if (fallback.answer() != null) {
            errors.addAll(RouteCheck.errors(at + "fallback.answer.", fallback.answer()));
        }
        if (fallback.target() != null) {
            errors.addAll(RouteCheck.errors(at + "fallback.target.", fallback.target()));
        }
    }

    private void rateLimits(List<RateLimit> limits) {
        for (int i = 0; i < limits.size(); i++) {
            RateLimit limit = limits.get(i);
            String field = "rate_limits[" + i + "].";
            within(field + "requests", limit.requests(), 1, 1_000_000);
            within(field + "burst", limit.burst(), 1, 1_000_000);
            Duration window = RateLimiter.window(limit);
            if (window.compareTo(Duration.ofSeconds(1)) < 0 || window.compareTo(LONGEST) > 0 || window.getNano() != 0) {
                wrong(field + "window", "is no such time: give whole seconds, 1 to " + LONGEST.toSeconds());
            }
            try {
                RateKey.parse(limit.key(), TrustedProxies.NONE);
            } catch (IllegalArgumentException e) {
                wrong(field + "key", e.getMessage());
            }
        }
        if (limits.stream().distinct().count() < limits.size()) {
            wrong("rate_limits", "has the same limit twice: leave one out");
        }
    }

    private void cache(Caching cache) {
        if (cache != null) {
            within("cache.max_body", cache.maxBody(), 0, 4 * 1024 * 1024);
            within("cache.waiting", cache.waiting(), 0, 10_000);
            positive("cache.heuristic", cache.heuristic());
            positive("cache.stale_while_revalidate", cache.staleWhileRevalidate());
            positive("cache.stale_if_error", cache.staleIfError());
        }
    }

    private void limits(RequestLimits limits) {
        if (limits != null) {
            within("limits.max_url", limits.maxUrl(), 1, 1_048_576);
            within("limits.max_headers", limits.maxHeaders(), 1, 1_048_576);
            positive("limits.body_idle", limits.bodyIdle());
            within("limits.min_rate", limits.minRate(), 1, 1_073_741_824);
            if (limits.maxBody() != null && limits.maxBody() < 0) {
                wrong("limits.max_body", limits.maxBody() + " is out of bounds: give 0 or more");
            }
        }
    }

    private void compression(Compression compression) {
        if (compression != null) {
            within("compression.min_size", compression.minSize(), 0, 1_048_576);
            within("compression.level", compression.level(), 1, 9);
        }
    }

    private void validation(Validation validation) {
        if (validation != null) {
            within("validation.max_body", validation.maxBody(), 0, 4 * 1024 * 1024);
            if (validation.openapi() == null) {
                wrong("validation.openapi", "is missing: give enforce or warn");
            }
            if (validation.service() != null && !validation.service().matches(RouteCheck.NAME)) {
                wrong("validation.service", "'" + validation.service() + "' is no name: give the name of a service");
            }
        }
    }

    private void method(String method) {
        if (!method.matches("[A-Z]+")) {
            wrong("retries.methods", "'" + method + "' is no method: give one such as POST");
        }
    }

    private void positive(String field, Duration duration) {
        if (duration != null && (duration.toMillis() < 1 || duration.compareTo(LONGEST) > 0)) {
            wrong(
                    field,
                    duration.toMillis() / 1000.0 + " s is no such time: give 0.001 to " + LONGEST.toSeconds()
                            + " seconds");
        }
    }

    private void within(String field, Integer number, int least, int most) {
        if (number != null && (number < least || number > most)) {
            wrong(field, number + " is out of bounds: give " + least + " to " + most);
        }
    }

    private void wrong(String field, String message) {
        errors.add(new FieldError(at + field, message));
    }
}
