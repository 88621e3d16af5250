package io.lotse.gateway;

import io.vertx.core.MultiMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.Counts;
import io.lotse.contracts.ProblemCode;

/**
 * Brings the request of one exchange to a target: attempts at its endpoints until one answers. What became of each is told to
 * the endpoint's health and figures, also where the exchange is over already.
 */
final class Forwarding {
    private static final Logger LOG = LoggerFactory.getLogger(Forwarding.class);

    private final Exchange exchange;
    private final Loop loop;
    private final InboundRequest inbound;
    private final Route route;
    private final Upload upload;
    private final Tries tries;
    private Target target;
    private Attempt attempt;

    Forwarding(Exchange exchange) {
        this.exchange = exchange;
        this.loop = exchange.loop();
        this.inbound = exchange.inbound();
        this.route = exchange.route();
        this.upload = exchange.upload();
        this.tries = new Tries(route.retries(), inbound, upload);
    }

    /** The try that runs or ran last; null before the first. */
    Attempt attempt() {
        return attempt;
    }

    /** Where the request is sent to; null before the first try. */
    Target target() {
        return target;
    }

    /** Begins with a target, with every endpoint open again. */
    void begin(Target to) {
        if (target != null) {
            upload.interrupt();
        }
        target = to;
        tries.begin(to);
        if (target.pool().isEmpty(inbound.isSentOn())) {
            exchange.fail(ProblemCode.NO_HEALTHY_INSTANCE, target.pool().whyEmpty());
        } else {
            connectNext();
        }
    }

    private void connectNext() {
        Endpoint next = tries.next();
        if (next != null) {
            attempt(next);
        } else if (tries.failed().isEmpty()) {
            exchange.fail(
                    ProblemCode.CIRCUIT_OPEN,
                    "the circuits to all instances of " + target.service() + " are open ("
                            + Counts.of(target.pool().all().size(), "instance")
                            + "), for they failed too often: try again later");
        } else {
            exchange.fail(
                    ProblemCode.UPSTREAM_REFUSED,
                    "no instance of " + target.service() + " took a connection; tried " + tries.failed()
                            + ": is it running, and does it listen at the address it registered?");
        }
    }

    private void attempt(Endpoint next) {
        attempt = new Attempt(exchange, this, next);
        String uri = route.uri(inbound, next, target);
        exchange.trying(attempt, uri);
        attempt.start(inbound.request(), uri);
    }

    /** The headers for an upstream. */
    void prepare(MultiMap headers, Endpoint endpoint) {
        exchange.prepare(headers, endpoint, target);
    }

    void connectFailed(Attempt failed, Throwable cause) {
        LOG.debug(
                "event=connect_failed route={} endpoint={} reason={}",
                route.name(),
                failed.endpoint(),
                cause.toString());
        failed.endpoint().traffic().connectFailed();
        if (!exchange.isOver()) {
            tries.exclude(failed.endpoint());
            connectNext();
        }
    }

    void failedBeforeHead(Attempt failed, Throwable cause) {
        boolean idle = failed.wasOnUsedConnection();
        if (!idle) {
            learnFailure(failed);
        }
        if (!exchange.isOver() && !sendAgain(tries.afterFailure(failed, cause, idle))) {
            exchange.fail(
                    ProblemCode.UPSTREAM_FAILED,
                    failed.endpoint() + " broke off before it answered: " + cause.getMessage(),
                    cause);
        }
    }

    void timedOut(Attempt failed) {
        learnFailure(failed);
        if (!exchange.isOver() && !sendAgain(tries.afterTimeout(failed))) {
            exchange.fail(
                    ProblemCode.UPSTREAM_TIMEOUT, failed.endpoint() + " took the request and has not answered in time");
        }
    }

    /** @return false if there is no other endpoint */
    private boolean sendAgain(Endpoint next) {
        if (next == null) {
            return false;
        }
        upload.interrupt();
        long wait = tries.countAndWait();
        if (wait == 0) {
            attempt(next);
        } else {
            loop.vertx().setTimer(wait, t -> {
                if (!exchange.isOver()) {
                    attempt(next);
                }
            });
        }
        return true;
    }

    /** Whether the status that came makes it worth another try, which then has begun. */
    boolean sentAgainAfter(int status, Attempt from) {
        boolean whole = upload.isEnded();
        boolean again = sendAgain(tries.afterStatus(from, status));
        if (again && whole) {
            // what is left of the answer is read and falls, so that its connection can serve others
            from.end();
        } else if (again) {
            from.close();
        }
        return again;
    }

    /** The head of an answer came. */
    void learn(Attempt from, int status) {
        if (status >= 502 && status <= 504) {
            from.endpoint().health().failed();
        } else {
            from.endpoint().health().succeeded();
        }
        long now = loop.nanoClock().getAsLong();
        from.endpoint().traffic().answered(now - from.sentAt(), from.isServerError());
        if (target.measuresLatency()) {
            from.endpoint().observe(now - from.sentAt(), now);
        }
    }

    private void learnFailure(Attempt failed) {
        failed.endpoint().health().failed();
        failed.endpoint().traffic().failed(loop.nanoClock().getAsLong() - failed.sentAt());
    }

    /** Looks whether the attempt takes too long. */
    void check(long now) {
        if (attempt != null) {
            attempt.check(now);
        }
    }

    /** Nothing that the attempt might still bring is of use. */
    void stop() {
        if (attempt != null) {
            attempt.close();
        }
    }

    /** The exchange is over; the attempt's connection may serve others. */
    void end() {
        if (attempt != null) {
            attempt.end();
        }
    }
}
