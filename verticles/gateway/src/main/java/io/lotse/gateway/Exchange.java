package io.lotse.gateway;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.netty.channel.ChannelOption;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpClientConnectionInternal;
import io.vertx.core.net.impl.ConnectionBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ProblemCode;

/**
 * One request on its way through: picks an endpoint, another if that one takes no connection, sends the request,
 * brings the answer back. Lives on one event loop; every callback may come after the exchange has ended.
 */
final class Exchange extends Deadlines.Waiting {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final Set<HttpMethod> IDEMPOTENT = Set.of(
            HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.TRACE, HttpMethod.PUT, HttpMethod.DELETE);
    private static final long LINGER_MILLIS = 1_000;

    private enum State {
        CONNECTING,
        WAITING,
        ANSWERING,
        ENDED
    }

    private final HttpClient client;
    private final Deadlines deadlines;
    private final InboundRequest inbound;
    private final HttpServerRequest downstream;
    private final Route route;
    private final Upload upload;
    private List<Endpoint> tried = List.of();
    private Endpoint endpoint;
    private HttpClientRequest upstream;
    private State state = State.CONNECTING;
    private boolean sentAgain;
    private boolean closeAfterwards;
    private boolean closeIsEnd;

    Exchange(HttpClient client, Deadlines deadlines, InboundRequest inbound, Route route) {
        this.client = client;
        this.deadlines = deadlines;
        this.inbound = inbound;
        this.downstream = inbound.request();
        this.route = route;
        this.upload = new Upload(downstream, inbound.bodyLength());
    }

    void start() {
        upload.hold();
        downstream.response().exceptionHandler(e -> clientLeft());
        if (upload.hasBody()) {
            downstream.exceptionHandler(e -> clientLeft());
        }
        connectNext();
    }

    private void connectNext() {
        Endpoint next = route.next(inbound.fromGateway(), tried);
        if (next == null) {
            refuse(
                    ProblemCode.UPSTREAM_REFUSED,
                    "no instance of " + route.service() + " took a connection; tried " + tried
                            + ": is it running, and does it listen at the address it registered?");
        } else {
            connect(next);
        }
    }

    private void connect(Endpoint next) {
        endpoint = next;
        state = State.CONNECTING;
        client.request(endpoint.request(downstream.method(), uri())).onComplete(this::connected, this::connectFailed);
    }

    private String uri() {
        if (endpoint.isGateway()) {
            return inbound.target();
        }
        String rest = inbound.target().substring(route.prefix().length());
        return rest.startsWith("?") ? "/" + rest : rest;
    }

    private void connectFailed(Throwable cause) {
        endpoint.connectFailed();
        LOG.debug("event=connect_failed service={} endpoint={} reason={}", route.service(), endpoint, cause.toString());
        if (state == State.CONNECTING) {
            exclude(endpoint);
            connectNext();
        }
    }

    private void exclude(Endpoint failed) {
        tried = tried.isEmpty() ? new ArrayList<>(4) : tried;
        tried.add(failed);
    }

    private void connected(HttpClientRequest request) {
        endpoint.connected();
        // failures come by the response's future; without a handler here they would be logged as well
        request.exceptionHandler(e -> {});
        if (state != State.CONNECTING) {
            request.reset();
            return;
        }
        upstream = request;
        state = State.WAITING;
        deadlines.add(this);
        HeaderRules.request(downstream, request.headers(), inbound.host(), route.prefix());
        if (endpoint.isGateway()) {
            request.headers().set(HeaderRules.HOP, "1");
        }
        if (inbound.isWebSocket()) {
            request.headers()
                    .set(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE)
                    .set(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET);
            request.connect().onComplete(this::answered, this::failedBeforeHead);
        } else {
            request.response().onComplete(this::answered, this::failedBeforeHead);
            if (downstream.version() == HttpVersion.HTTP_1_1) {
                request.earlyHintsHandler(downstream.response()::writeEarlyHints);
            }
            upload.start(request);
        }
    }

    private void answered(HttpClientResponse response) {
        if (state != State.WAITING) {
            return;
        }
        deadlines.remove(this);
        state = State.ANSWERING;
        response.exceptionHandler(e -> brokeOff());
        int status = response.statusCode();
        if (status == 101 && inbound.isWebSocket()) {
            switchProtocols(response);
        } else if (status < 200) {
            fail(ProblemCode.UPSTREAM_FAILED, endpoint + " answered " + status + ", which ends no request");
        } else {
            bringBack(response);
        }
    }

    private void bringBack(HttpClientResponse response) {
        try {
            Download download = new Download(response, downstream, this::ended);
            closeIsEnd = download.endsWithConnection();
            closeAfterwards = closeIsEnd || inbound.isLast() || upload.isAwaitingLeave();
            if (closeAfterwards) {
                downstream.response().headers().set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            }
            download.start();
        } catch (IllegalArgumentException e) {
            fail(ProblemCode.UPSTREAM_FAILED, endpoint + " sent a head that HTTP does not allow: " + e.getMessage());
        }
    }

    private void switchProtocols(HttpClientResponse response) {
        state = State.ENDED;
        response.pause();
        HttpServerResponse answer = downstream.response();
        HeaderRules.response(response.headers(), answer.headers());
        answer.headers()
                .set(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE)
                .set(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET);
        downstream
                .toNetSocket()
                .onComplete(socket -> Tunnel.join(socket, response.netSocket()), e -> upstream.connection()
                        .close());
    }

    /** The answer is out. What is still missing of the request no longer matters to anybody. */
    private void ended() {
        state = State.ENDED;
        if (inbound.isWebSocket() || !upload.isEnded()) {
            upstream.connection().close();
        }
        leave();
    }

    private void leave() {
        if (!upload.isEnded()) {
            abandonUpload();
        } else if (closeAfterwards) {
            downstream.connection().close();
        }
    }

    /** A client that is still sending would not read its answer if the connection were closed at once. */
    private void abandonUpload() {
        upload.abandon();
        inbound.vertx().setTimer(LINGER_MILLIS, t -> {
            if (closeAfterwards || !downstream.isEnded()) {
                downstream.connection().close();
            }
        });
    }

    private void failedBeforeHead(Throwable cause) {
        if (state != State.WAITING) {
            return;
        }
        deadlines.remove(this);
        Endpoint again = maySendAgain(cause) ? another() : null;
        if (again == null) {
            fail(ProblemCode.UPSTREAM_FAILED, endpoint + " broke off before it answered: " + cause.getMessage());
        } else {
            sentAgain = true;
            connect(again);
        }
    }

    /**
     * Another instance; the same one only if there is no other and the connection had been used before: then it was
     * idle for too long, which says nothing about the instance. Null for none.
     */
    private Endpoint another() {
        exclude(endpoint);
        Endpoint other = route.next(inbound.fromGateway(), tried);
        boolean connectionWasIdle = upstream.connection() instanceof HttpClientConnectionInternal c
                && c.lastResponseReceivedTimestamp() > 0;
        return other == null && connectionWasIdle ? endpoint : other;
    }

    /** Nothing came back, and asking twice does no harm. */
    private boolean maySendAgain(Throwable cause) {
        return !sentAgain
                && !upload.hasBody()
                && IDEMPOTENT.contains(downstream.method())
                && (cause instanceof HttpClosedException || cause instanceof IOException);
    }

    private void brokeOff() {
        if (state == State.ANSWERING) {
            fail(ProblemCode.UPSTREAM_FAILED, endpoint + " broke off in the middle of its answer");
        }
    }

    @Override
    boolean isOtherSidesTurn() {
        return upload.isOtherSidesTurn();
    }

    @Override
    void timedOut() {
        if (state == State.WAITING) {
            fail(ProblemCode.UPSTREAM_TIMEOUT, endpoint + " took the request and has not answered in time");
        }
    }

    private void clientLeft() {
        if (state == State.ENDED) {
            return;
        }
        deadlines.remove(this);
        State before = state;
        state = State.ENDED;
        if (before != State.CONNECTING) {
            upstream.connection().close();
        }
    }

    private void fail(ProblemCode code, String detail) {
        state = State.ENDED;
        upstream.connection().close();
        refuse(code, detail);
    }

    /** Answers with a problem; a client that has seen the head of an answer is cut off instead of being deceived. */
    private void refuse(ProblemCode code, String detail) {
        state = State.ENDED;
        LOG.debug("event=request_failed service={} code={} detail={}", route.service(), code.code(), detail);
        HttpServerResponse response = downstream.response();
        if (response.headWritten()) {
            cutOff();
        } else if (inbound.isLast() || upload.isAwaitingLeave()) {
            Problems.sendLast(downstream, code, detail);
        } else {
            Problems.send(downstream, code, detail);
            leave();
        }
    }

    /** Where the end of the connection is the end of the answer, an ordinary close would pass for a whole answer. */
    private void cutOff() {
        if (closeIsEnd) {
            ((ConnectionBase) downstream.connection()).channel().config().setOption(ChannelOption.SO_LINGER, 0);
        }
        downstream.response().reset();
    }
}
