package io.lotse.gateway;

import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.Http2Error;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.StreamResetException;
import io.vertx.core.net.impl.ConnectionBase;

/** How an exchange takes leave of its client: what it is told at last, and what becomes of the connection. */
final class Ending {
    private static final long LINGER_MILLIS = 1_000;

    private final Loop loop;
    private final InboundRequest inbound;
    private final HttpServerRequest downstream;
    private final Upload upload;
    private boolean closeAfterwards;
    private boolean closeIsEnd;
    /** The upstream's reason to reset its stream; -1 if it did not. */
    private long resetCode = -1;

    Ending(Loop loop, InboundRequest inbound, Upload upload) {
        this.loop = loop;
        this.inbound = inbound;
        this.downstream = inbound.request();
        this.upload = upload;
    }

    /**
     * The head of an answer is about to go out.
     *
     * @param endsWithConnection whether only the end of the connection tells the client where the body ends
     */
    void answering(boolean endsWithConnection) {
        closeIsEnd = endsWithConnection;
        boolean isHttp2 = Http2Requests.is(downstream);
        closeAfterwards = closeIsEnd
                || inbound.isLast()
                || upload.isAwaitingLeave()
                || loop.leaving().hasBegun() && !isHttp2;
        if (closeAfterwards && !isHttp2) {
            downstream.response().headers().set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
    }

    /**
     * Begins an answer of the gateway's own.
     *
     * @return its head; null where none can go out any more
     */
    Answer begin(int status, MultiMap headers) {
        HttpServerResponse response = downstream.response();
        if (response.headWritten() || response.closed()) {
            return null;
        }
        response.headers().clear().addAll(headers);
        RequestId.tell(downstream);
        response.setStatusCode(status);
        // an upstream's answer that this one replaces may have left its own words there
        response.setStatusMessage(HttpResponseStatus.valueOf(status).reasonPhrase());
        answering(false);
        return Answer.own(response);
    }

    /** Sends what was begun, with its whole body. */
    void end(Buffer body) {
        downstream.response().end(body);
        leave();
    }

    /** The upstream failed: a stream that it has reset is reset for the client with the same reason. */
    void brokenBy(Throwable cause) {
        resetCode = cause instanceof StreamResetException reset ? reset.getCode() : -1;
    }

    /**
     * Answers with a problem; a client that has seen the head of an answer is cut off instead of being deceived.
     */
    void refuse(Refusal refusal) {
        boolean isGrpc = Grpc.is(downstream);
        if (isGrpc && resetCode >= 0) {
            cutOff();
        } else if (downstream.response().headWritten()) {
            if (isGrpc) {
                Grpc.endWith(downstream.response(), refusal.code(), refusal.detail());
                leave();
            } else {
                cutOff();
            }
        } else if (inbound.isLast() || upload.isAwaitingLeave()) {
            Problems.sendLast(downstream, refusal);
        } else {
            Problems.send(downstream, refusal);
            leave();
        }
    }

    /** The answer is out. */
    void leave() {
        if (!upload.isRead()) {
            abandonUpload();
        } else if (closeAfterwards) {
            Http2Requests.leave(downstream);
        }
    }

    /** A client that is still sending would not read its answer if the connection were closed at once. */
    private void abandonUpload() {
        upload.abandon();
        loop.vertx().setTimer(LINGER_MILLIS, t -> {
            if (closeAfterwards || !downstream.isEnded()) {
                Http2Requests.leave(downstream);
            }
        });
    }

    /** Where the end of the connection is the end of the answer, an ordinary close would pass for a whole answer. */
    private void cutOff() {
        if (closeIsEnd) {
            ((ConnectionBase) downstream.connection()).channel().config().setOption(ChannelOption.SO_LINGER, 0);
        }
        downstream.response().reset(resetCode >= 0 ? resetCode : Http2Error.INTERNAL_ERROR.code());
    }
}
