package io.lotse.gateway;

import java.util.function.Consumer;

import io.netty.handler.codec.http2.Http2Error;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.impl.HttpClientConnectionInternal;

/**
 * One try to get an answer from one endpoint. Tells its exchange what became of it, once; what comes after its end is
 * ignored.
 */
final class Attempt {
    private static final int FIRST_SERVER_ERROR = 500;

    private enum State {
        CONNECTING,
        WAITING,
        ANSWERING,
        ENDED
    }

    private final Exchange exchange;
    private final Forwarding forwarding;
    private final Loop loop;
    private final Endpoint endpoint;
    private final boolean isHttp2;
    private HttpClientRequest upstream;
    private State state = State.CONNECTING;
    /** When something moved last that its present wait depends on. */
    private long since;

    private long sentAt;
    private Download download;
    /** Null where nobody looks on. */
    private Consumer<Attempt> watch;
    /** The status it was answered with; 0 for none. */
    private int status;
    /** What went wrong, as one word that is the same for all that goes wrong so; null for nothing. */
    private String failure;

    Attempt(Exchange exchange, Forwarding forwarding, Endpoint endpoint) {
        this.exchange = exchange;
        this.forwarding = forwarding;
        this.loop = exchange.loop();
        this.endpoint = endpoint;
        this.isHttp2 = endpoint.isHttp2(exchange.inbound().isWebSocket());
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** When the request was sent, in nanoseconds; 0 before that. */
    long sentAt() {
        return sentAt;
    }

    /** The status that the endpoint answered with; 0 before that. */
    int status() {
        return status;
    }

    /** Whether the endpoint answered that it failed. */
    boolean isServerError() {
        return status >= FIRST_SERVER_ERROR;
    }

    /** What went wrong, in a word that is the same for all that goes wrong so; null for nothing. */
    String failure() {
        return failure;
    }

    /** Told once that all is over. */
    void watch(Consumer<Attempt> whenOver) {
        watch = whenOver;
    }

    void start(HttpServerRequest downstream, String uri) {
        endpoint.begin();
        RequestOptions options = endpoint.request(downstream.method(), uri);
        long connect = exchange.route().patience().connect();
        if (connect > 0) {
            options.setConnectTimeout(connect);
        }
        (isHttp2 ? loop.http2() : loop.http1()).request(options).onComplete(this::connected, this::connectFailed);
    }

    private void connectFailed(Throwable cause) {
        endpoint.health().connectFailed();
        if (state == State.CONNECTING) {
            failure = cause.getClass().getName();
            end();
            forwarding.connectFailed(this, cause);
        }
    }

    private void connected(HttpClientRequest request) {
        endpoint.health().connected();
        // failures come by the response's future; without a handler here they would be logged as well
        request.exceptionHandler(e -> {});
        if (state != State.CONNECTING) {
            giveBack(request);
            return;
        }
        upstream = request;
        state = State.WAITING;
        sentAt = loop.nanoClock().getAsLong();
        since = sentAt;
        forwarding.prepare(request.headers(), endpoint);
        if (isHttp2) {
            Http2Upstream.adapt(request);
        }
        HttpServerRequest downstream = exchange.inbound().request();
        if (exchange.inbound().isWebSocket()) {
            request.headers()
                    .set(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE)
                    .set(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET);
            request.connect().onComplete(this::answered, this::failed);
        } else {
            request.response().onComplete(this::answered, this::failed);
            if (downstream.version() == HttpVersion.HTTP_1_1) {
                request.earlyHintsHandler(downstream.response()::writeEarlyHints);
            }
            exchange.upload().start(request);
        }
    }

    private void giveBack(HttpClientRequest unused) {
        if (isHttp2) {
            Http2Upstream.giveBack(unused);
        } else {
            unused.reset();
        }
    }

    private void answered(HttpClientResponse response) {
        if (state == State.WAITING) {
            state = State.ANSWERING;
            status = response.statusCode();
            response.exceptionHandler(this::brokeOff);
            exchange.answered(this, response);
        }
    }

    private void failed(Throwable cause) {
        if (state == State.WAITING) {
            failure = cause.getClass().getName();
            end();
            forwarding.failedBeforeHead(this, cause);
        }
    }

    private void brokeOff(Throwable cause) {
        if (state == State.ANSWERING) {
            failure = "broken_off";
            close();
            exchange.brokeOff(this, "broke off in the middle of its answer", cause);
        }
    }

    /** The answer's body is on its way. */
    void follow(Download answer) {
        download = answer;
    }

    /** Whether the connection had served others before: then it may have been idle for too long. */
    boolean wasOnUsedConnection() {
        return upstream.connection() instanceof HttpClientConnectionInternal c && c.lastResponseReceivedTimestamp() > 0;
    }

    /** Looks whether it takes too long. */
    void check(long now) {
        Patience patience = exchange.route().patience();
        if (state == State.WAITING && exchange.upload().isOtherSidesTurn()) {
            if (now - since > patience.firstByte()) {
                failure = "timeout";
                close();
                forwarding.timedOut(this);
            }
        } else if (state == State.WAITING || download != null && download.hasMoved()) {
            since = now;
        } else if (download != null && patience.idle() > 0 && now - since > patience.idle()) {
            failure = "timeout";
            close();
            exchange.brokeOff(this, "sent nothing for too long in the middle of its answer", null);
        }
        if (state != State.ENDED && state != State.CONNECTING && endpoint.isRetiredFor(loop.drain(), now)) {
            failure = "deregistered";
            close();
            exchange.brokeOff(this, "was deregistered and did not finish in time", null);
        }
    }

    /** All is over; the connection may serve others. */
    void end() {
        if (state != State.ENDED) {
            state = State.ENDED;
            endpoint.end();
            if (watch != null) {
                watch.accept(this);
            }
        }
    }

    /** All is over, and what the connection, or the stream of one that others share, might still bring is of no use. */
    void close() {
        boolean connected = state == State.WAITING || state == State.ANSWERING;
        end();
        if (download != null) {
            download.stop();
        }
        if (connected && isHttp2) {
            upstream.reset(Http2Error.CANCEL.code());
        } else if (connected) {
            upstream.connection().close();
        }
    }
}
