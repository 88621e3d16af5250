package io.lotse.gateway;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

import io.netty.handler.codec.http2.Http2Error;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.StreamResetException;

import io.lotse.contracts.gateway.Retries;

/** When a route's requests are sent again, compiled; with its budget, for one event loop. */
final class RetryRule {
    private static final Set<HttpMethod> IDEMPOTENT = Set.of(
            HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.TRACE, HttpMethod.PUT, HttpMethod.DELETE);
    private static final Set<Integer> GATEWAY_ERRORS = Set.of(502, 503, 504);

    private final int attempts;
    private final Set<HttpMethod> methods;
    private final Set<Integer> statuses;
    private final long backoffMillis;
    private final long maxBackoffMillis;
    private final long maxBody;
    private final boolean afterTimeout;
    /** Null for no limit. */
    private final RetryBudget budget;

    private RetryRule(
            int attempts,
            Set<HttpMethod> methods,
            Set<Integer> statuses,
            long backoffMillis,
            long maxBackoffMillis,
            long maxBody,
            RetryBudget budget) {
        this.attempts = attempts;
        this.methods = methods;
        this.statuses = statuses;
        this.backoffMillis = backoffMillis;
        this.maxBackoffMillis = maxBackoffMillis;
        this.maxBody = maxBody;
        this.budget = budget;
        this.afterTimeout = budget != null;
    }

    /** @param retries null for what is done without being asked for: one retry of what broke off and has no body */
    static RetryRule of(Retries retries) {
        if (retries == null) {
            return new RetryRule(1, IDEMPOTENT, Set.of(), 0, 0, 0, null);
        }
        return new RetryRule(
                retries.attempts() == null ? 2 : retries.attempts(),
                retries.methods().isEmpty()
                        ? IDEMPOTENT
                        : retries.methods().stream().map(HttpMethod::valueOf).collect(Collectors.toUnmodifiableSet()),
                retries.statuses().isEmpty() ? GATEWAY_ERRORS : Set.copyOf(retries.statuses()),
                millis(retries.backoff(), Duration.ofMillis(25)),
                millis(retries.maxBackoff(), Duration.ofSeconds(1)),
                retries.maxBody() == null ? 64 * 1024 : retries.maxBody(),
                new RetryBudget(retries.budget() == null ? 20 : retries.budget()));
    }

    /** How much of a request's body is kept, so that it can be sent again; bytes. */
    long keptBody(HttpMethod method) {
        return methods.contains(method) ? maxBody : 0;
    }

    /** A request of the route begins: the budget grows. */
    void begins() {
        if (budget != null) {
            budget.deposit();
        }
    }

    /** Whether what broke off before it was answered may be sent again; takes it from the budget. */
    boolean afterFailure(HttpMethod method, int sentAgain, Throwable cause) {
        return (cause instanceof HttpClosedException || cause instanceof IOException || isRefusal(cause))
                && may(method, sentAgain);
    }

    /** Whether an upstream says that it has done nothing of it (RFC 9113, 8.7). */
    private static boolean isRefusal(Throwable cause) {
        return cause instanceof StreamResetException reset && reset.getCode() == Http2Error.REFUSED_STREAM.code();
    }

    /** As {@link #afterFailure} for what was not answered in time. */
    boolean afterTimeout(HttpMethod method, int sentAgain) {
        return afterTimeout && may(method, sentAgain);
    }

    /** As {@link #afterFailure} for what was answered with this status. */
    boolean afterStatus(int status, HttpMethod method, int sentAgain) {
        return statuses.contains(status) && may(method, sentAgain);
    }

    private boolean may(HttpMethod method, int sentAgain) {
        return sentAgain < attempts && methods.contains(method) && (budget == null || budget.withdraw());
    }

    /** How long to wait before a retry, drawn at random up to a bound that doubles: full jitter. 0 for at once. */
    long backoff(int sentAgain) {
        long bound = Math.min(maxBackoffMillis, backoffMillis << Math.min(20, sentAgain));
        return bound <= 0 ? 0 : ThreadLocalRandom.current().nextLong(bound + 1);
    }

    private static long millis(Duration told, Duration otherwise) {
        return (told == null ? otherwise : told).toMillis();
    }
}
