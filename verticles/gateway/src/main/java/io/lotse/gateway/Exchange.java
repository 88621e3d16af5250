package io.lotse.gateway;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ProblemCode;

/**
 * One request on its way through: what the route's features want to do first, then its {@link Forwarding} until an instance
 * answers, then the answer on its way back. Lives on one event loop; every callback may come after the exchange has ended.
 */
final class Exchange extends Deadlines.Watched {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private final Loop loop;
    private final InboundRequest inbound;
    private final HttpServerRequest downstream;
    private final Route route;
    private final Upload upload;
    private final Ending ending;
    private final Forwarding forwarding;
    /** When all must be over, in nanoseconds; 0 for never. */
    private final long deadline;

    /** Null where the route has no features. */
    private Interceptions features;

    /** Null for nobody. */
    private Identity identity;

    private Outcome outcome = Outcome.RUNNING;
    private boolean tunnel;

    Exchange(Loop loop, InboundRequest inbound, Route route) {
        this.loop = loop;
        this.inbound = inbound;
        this.downstream = inbound.request();
        this.route = route;
        this.upload =
                new Upload(downstream, inbound.bodyLength(), route.retries().keptBody(downstream.method()));
        this.forwarding = new Forwarding(this);
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
        return forwarding.attempt();
    }

    /** The environment that it was sent to; null before the first try. */
    String environment() {
        Target target = forwarding.target();
        return target == null ? null : target.environment();
    }

    /** Whether it was sent to the service that answers in place of the route's own. */
    boolean isOnFallback() {
        Target target = forwarding.target();
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

    /** Sends the request to a target, with every endpoint open again. */
    void forward(Target to) {
        forwarding.begin(to);
    }

    /** It is sent to an endpoint now. */
    void trying(Attempt attempt, String uri) {
        if (features != null) {
            features.trying(this, attempt, uri);
        }
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

    void answered(Attempt from, HttpClientResponse response) {
        int status = response.statusCode();
        forwarding.learn(from, status);
        if (isOver()) {
            from.close();
        } else if (status == 101 && inbound.isWebSocket()) {
            switchProtocols(response);
        } else if (status < 200) {
            from.close();
            fail(ProblemCode.UPSTREAM_FAILED, from.endpoint() + " answered " + status + ", which ends no request");
        } else if (!forwarding.sentAgainAfter(status, from)) {
            bringBack(from, response);
        }
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
        Tunnel.open(downstream, response, () -> finish(Outcome.ANSWERED, () -> {}), e -> clientLeft());
    }

    /** The answer is out. What is still missing of the request no longer matters to anybody. */
    private void allSent() {
        if (inbound.isWebSocket() || !upload.isEnded()) {
            forwarding.stop();
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
        } else {
            forwarding.check(now);
        }
    }

    /** Nobody waits for an answer any more. */
    void clientLeft() {
        if (!isOver()) {
            forwarding.stop();
            finish(Outcome.CLIENT_LEFT, () -> {});
        }
    }

    /** Answers in place of an upstream. */
    void answer(int status, MultiMap headers, Buffer body) {
        if (!isOver()) {
            forwarding.stop();
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
    void fail(ProblemCode code, String detail) {
        fail(code, detail, null);
    }

    /** @param cause null for none */
    void fail(ProblemCode code, String detail, Throwable cause) {
        ending.brokenBy(cause);
        boolean headIsOut = downstream.response().headWritten();
        forwarding.stop();
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
            forwarding.stop();
            finish(Outcome.FAILED, () -> ending.refuse(refusal));
        }
    }

    /** @param leaveTaking what the client is told; the features see it done */
    private void finish(Outcome how, Runnable leaveTaking) {
        if (isOver()) {
            return;
        }
        outcome = how;
        loop.deadlines().remove(this);
        forwarding.end();
        try {
            leaveTaking.run();
        } finally {
            if (features != null) {
                features.ended(this);
            }
        }
    }

    boolean isOver() {
        return outcome != Outcome.RUNNING;
    }
}
