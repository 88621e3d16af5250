package io.lotse.gateway;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.Counts;
import io.lotse.contracts.ProblemCode;

/**
 * One request on its way through: what the route's features want to do first, then attempts at its target's endpoints until
 * one answers, then the answer on its way back. Lives on one event loop; every callback may come after the exchange has
 * ended.
 */
final class Exchange extends Deadlines.Watched {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private final Loop loop;
    private final InboundRequest inbound;
    private final HttpServerRequest downstream;
    private final Route route;
    private final Upload upload;
    private final Ending ending;
    private final Tries tries;
    /** When all must be over, in nanoseconds; 0 for never. */
    private final long deadline;

    /** Null where the route has no features. */
    private Interceptions features;

    private Target target;
    /** Null for nobody. */
    private Identity identity;

    private Attempt attempt;
    private Outcome outcome = Outcome.RUNNING;
    private boolean tunnel;

    Exchange(Loop loop, InboundRequest inbound, Route route) {
        this.loop = loop;
        this.inbound = inbound;
        this.downstream = inbound.request();
        this.route = route;
        this.upload =
                new Upload(downstream, inbound.bodyLength(), route.retries().keptBody(downstream.method()));
        this.tries = new Tries(route.retries(), inbound, upload);
        this.ending = new Ending(loop, inbound, upload);
        long total = route.patience().total();
        this.deadline = total == 0 ? 0 : loop.nanoClock().getAsLong() + total;
    }

    void start() {
        upload.hold();
        downstream.response().exceptionHandler(e -> clientLeft());
        if (upload.hasBody()) {
            downstream.exceptionHandler(e -> clientLeft());
        }
        loop.deadlines().add(this);
        route.retries().begins();
        if (!route.interceptors().isEmpty()) {
            features = new Interceptions(route.interceptors(), this);
        }
        proceed();
    }

    InboundRequest inbound() {
        return inbound;
    }

    Route route() {
        return route;
    }

    Loop loop() {
        return loop;
    }

    Upload upload() {
        return upload;
    }

    /** Who sends the request, as the route's policy had it verified; null for nobody. */
    Identity identity() {
        return identity;
    }

    void identify(Identity verified) {
        identity = verified;
        verified.write(downstream.headers());
    }

    Outcome outcome() {
        return outcome;
    }

    /** The try that runs or ran last; null before the first. */
    Attempt attempt() {
        return attempt;
    }

    /** The environment that it was sent to; null before the first try. */
    String environment() {
        return target == null ? null : target.environment();
    }

    /** Whether it was sent to the service that answers in place of the route's own. */
    boolean isOnFallback() {
        return target != null && target == route.fallback();
    }

    /** Goes on with what follows the feature that says so: the next one, then the upstream. */
    void proceed() {
        if (isOver()) {
            return;
        }
        if (features == null || !features.request(this)) {
            forward(route.targets().pick(inbound));
        }
    }

    /** Whether the request can be sent whole to another target than before. */
    boolean canStartAgain() {
        return upload.canStartAgain();
    }

    /** Sends the request to a target, with every endpoint open again. */
    void forward(Target to) {
        if (target != null) {
            upload.interrupt();
        }
        target = to;
        tries.begin(to);
        if (target.pool().isEmpty(inbound.isSentOn())) {
            fail(ProblemCode.NO_HEALTHY_INSTANCE, target.pool().whyEmpty());
        } else {
            connectNext();
        }
    }

    private void connectNext() {
        Endpoint next = tries.next();
        if (next != null) {
            attempt(next);
        } else if (tries.failed().isEmpty()) {
            fail(
                    ProblemCode.CIRCUIT_OPEN,
                    "the circuits to all instances of " + target.service() + " are open ("
                            + Counts.of(target.pool().all().size(), "instance")
                            + "), for they failed too often: try again later");
        } else {
            fail(
                    ProblemCode.UPSTREAM_REFUSED,
                    "no instance of " + target.service() + " took a connection; tried " + tries.failed()
                            + ": is it running, and does it listen at the address it registered?");
        }
    }

    private void attempt(Endpoint next) {
        attempt = new Attempt(this, loop, next);
        String uri = route.uri(inbound, next, target);
        if (features != null) {
            features.trying(this, attempt, uri);
        }
        attempt.start(downstream, uri);
    }

    /** The headers for an upstream. */
    void prepare(MultiMap headers, Endpoint endpoint) {
        prepare(headers, endpoint, target);
    }

    /** The headers for an upstream that is asked on the request's account, at this target. */
    void prepare(MultiMap headers, Endpoint endpoint, Target asked) {
        HeaderRules.request(downstream, headers, inbound.host(), route.prefix(), inbound.fromGateway());
        if (endpoint.isGateway()) {
            headers.set(HeaderRules.HOP, "1").set(HeaderRules.ENVIRONMENT, asked.environment());
        }
        if (route.requestEdits() != null) {
            route.requestEdits().apply(headers);
        }
        if (features != null) {
            features.outgoing(this, headers);
        }
    }

    void connectFailed(Attempt failed, Throwable cause) {
        LOG.debug(
                "event=connect_failed route={} endpoint={} reason={}",
                route.name(),
                failed.endpoint(),
                cause.toString());
        failed.endpoint().traffic().connectFailed();
        if (!isOver()) {
            tries.exclude(failed.endpoint());
            connectNext();
        }
    }

    void failedBeforeHead(Attempt failed, Throwable cause) {
        boolean idle = failed.wasOnUsedConnection();
        if (!idle) {
            failed.endpoint().health().failed();
            failed.endpoint().traffic().failed(loop.nanoClock().getAsLong() - failed.sentAt());
        }
        if (!isOver() && !sendAgain(tries.afterFailure(failed, cause, idle))) {
            fail(
                    ProblemCode.UPSTREAM_FAILED,
                    failed.endpoint() + " broke off before it answered: " + cause.getMessage(),
                    cause);
        }
    }

    void timedOut(Attempt failed) {
        failed.endpoint().health().failed();
        failed.endpoint().traffic().failed(loop.nanoClock().getAsLong() - failed.sentAt());
        if (!isOver() && !sendAgain(tries.afterTimeout(failed))) {
            fail(ProblemCode.UPSTREAM_TIMEOUT, failed.endpoint() + " took the request and has not answered in time");
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
                if (!isOver()) {
                    attempt(next);
                }
            });
        }
        return true;
    }

    void answered(Attempt from, HttpClientResponse response) {
        int status = response.statusCode();
        learn(from, status);
        if (isOver()) {
            from.close();
        } else if (status == 101 && inbound.isWebSocket()) {
            switchProtocols(response);
        } else if (status < 200) {
            from.close();
            fail(ProblemCode.UPSTREAM_FAILED, from.endpoint() + " answered " + status + ", which ends no request");
        } else if (!sentAgainAfter(status, from)) {
            bringBack(from, response);
        }
    }

    private void learn(Attempt from, int status) {
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

    private boolean sentAgainAfter(int status, Attempt from) {
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

    private void bringBack(Attempt from, HttpClientResponse response) {
        try {
            Answer answer = Answer.begin(response, downstream.response(), route);
            RequestId.tell(downstream);
            if (features != null && features.answer(this, answer)) {
                from.end();
                answer.forget();
                return;
            }
            Download download = new Download(response, downstream, answer.filter(), this::allSent);
            ending.answering(download.endsWithConnection());
            from.follow(download);
            download.start();
        } catch (IllegalArgumentException e) {
            from.close();
            fail(
                    ProblemCode.UPSTREAM_FAILED,
                    from.endpoint() + " sent a head that HTTP does not allow: " + e.getMessage());
        }
    }

    private void switchProtocols(HttpClientResponse response) {
        tunnel = true;
        response.pause();
        HttpServerResponse answer = downstream.response();
        HeaderRules.response(response.headers(), response.version(), answer.headers());
        RequestId.tell(downstream);
        answer.headers()
                .set(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE)
                .set(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET);
        downstream
                .toNetSocket()
                .onComplete(
                        socket -> Tunnel.join(socket, response.netSocket(), () -> finish(Outcome.ANSWERED, () -> {})),
                        e -> clientLeft());
    }

    /** The answer is out. What is still missing of the request no longer matters to anybody. */
    private void allSent() {
        if (inbound.isWebSocket() || !upload.isEnded()) {
            attempt.close();
        }
        finish(Outcome.ANSWERED, ending::leave);
    }

    /** @param cause null where the gateway gave it up */
    void brokeOff(Attempt from, String how, Throwable cause) {
        if (tunnel) {
            finish(Outcome.ANSWERED, () -> {});
        } else if (!isOver()) {
            from.endpoint().health().failed();
            from.endpoint().traffic().brokeOff();
            fail(ProblemCode.UPSTREAM_FAILED, from.endpoint() + " " + how, cause);
        }
    }

    @Override
    void check(long now) {
        if (deadline != 0 && now - deadline >= 0 && !tunnel) {
            fail(ProblemCode.UPSTREAM_TIMEOUT, "the route " + route.name() + " gives a request no more time than this");
        } else if (attempt != null) {
            attempt.check(now);
        }
    }

    /** Nobody waits for an answer any more. */
    void clientLeft() {
        if (!isOver()) {
            stopAttempt();
            finish(Outcome.CLIENT_LEFT, () -> {});
        }
    }

    /** Answers in place of an upstream. */
    void answer(int status, MultiMap headers, Buffer body) {
        if (!isOver()) {
            stopAttempt();
            finish(Outcome.ANSWERED, () -> sendOwn(status, headers, body));
        }
    }

    private void sendOwn(int status, MultiMap headers, Buffer body) {
        Answer answer = ending.begin(status, headers);
        if (answer != null) {
            if (features != null) {
                features.ownAnswer(this, answer, answer.lengthOr(body.length()));
            }
            ending.end(answer.filtered(body));
        }
    }

    /** No upstream can answer: what the features make of it, else a problem. */
    private void fail(ProblemCode code, String detail) {
        fail(code, detail, null);
    }

    private void fail(ProblemCode code, String detail, Throwable cause) {
        ending.brokenBy(cause);
        boolean headIsOut = downstream.response().headWritten();
        stopAttempt();
        if (headIsOut || features == null || !features.failed(this, code, detail)) {
            refuse(code, detail);
        }
    }

    /** Answers with a problem; a client that has seen the head of an answer is cut off instead of being deceived. */
    void refuse(ProblemCode code, String detail) {
        refuse(Refusal.of(code, detail));
    }

    /** The same with what a refusal says. */
    void refuse(Refusal refusal) {
        if (!isOver()) {
            LOG.debug(
                    "event=request_failed route={} code={} detail={}",
                    route.name(),
                    refusal.code().code(),
                    refusal.detail());
            stopAttempt();
            finish(Outcome.FAILED, () -> ending.refuse(refusal));
        }
    }

    private void stopAttempt() {
        if (attempt != null) {
            attempt.close();
        }
    }

    /** @param leaveTaking what the client is told; the features see it done */
    private void finish(Outcome how, Runnable leaveTaking) {
        if (isOver()) {
            return;
        }
        outcome = how;
        loop.deadlines().remove(this);
        if (attempt != null) {
            attempt.end();
        }
        try {
            leaveTaking.run();
        } finally {
            if (features != null) {
                features.ended(this);
            }
        }
    }

    private boolean isOver() {
        return outcome != Outcome.RUNNING;
    }
}
