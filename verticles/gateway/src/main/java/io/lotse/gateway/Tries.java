package io.lotse.gateway;

import java.util.ArrayList;
import java.util.List;

import io.vertx.core.http.HttpMethod;

/** Where a request has been tried, and where it is tried next. */
final class Tries {
    private final RetryRule rule;
    private final InboundRequest request;
    private final Upload upload;
    private Target target;
    private List<Endpoint> failed = List.of();
    private int sentAgain;

    Tries(RetryRule rule, InboundRequest request, Upload upload) {
        this.rule = rule;
        this.request = request;
        this.upload = upload;
    }

    /** Begins with a target, with every endpoint open again. */
    void begin(Target with) {
        target = with;
        failed = List.of();
    }

    List<Endpoint> failed() {
        return failed;
    }

    /** The next endpoint that was not tried; null for none. */
    Endpoint next() {
        return target.pool().next(request, failed);
    }

    void exclude(Endpoint endpoint) {
        failed = failed.isEmpty() ? new ArrayList<>(4) : failed;
        failed.add(endpoint);
    }

    /** Where to go after an attempt that broke off before it was answered; null for nowhere. */
    Endpoint afterFailure(Attempt attempt, Throwable cause, boolean wasIdle) {
        return upload.canStartAgain() && rule.afterFailure(method(), sentAgain, cause)
                ? another(attempt.endpoint(), wasIdle)
                : null;
    }

    /** Where to go after an attempt that was not answered in time; null for nowhere. */
    Endpoint afterTimeout(Attempt attempt) {
        return upload.canStartAgain() && rule.afterTimeout(method(), sentAgain)
                ? another(attempt.endpoint(), false)
                : null;
    }

    /** Where to go after an attempt that was answered with this status; null for nowhere. */
    Endpoint afterStatus(Attempt attempt, int status) {
        return upload.canStartAgain() && rule.afterStatus(status, method(), sentAgain)
                ? another(attempt.endpoint(), false)
                : null;
    }

    /** How long to wait before the next attempt, which then counts; milliseconds. */
    long countAndWait() {
        return rule.backoff(sentAgain++);
    }

    /**
     * Another endpoint; the same one only if there is no other and the connection had been used before: then it was idle
     * for too long, which says nothing about the instance.
     */
    private Endpoint another(Endpoint last, boolean wasIdle) {
        exclude(last);
        Endpoint other = next();
        if (other == null && failed.size() > 1) {
            failed = new ArrayList<>(List.of(last));
            other = next();
        }
        return other == null && wasIdle ? last : other;
    }

    private HttpMethod method() {
        return request.request().method();
    }
}
