package io.lotse.gateway;

import java.util.concurrent.TimeUnit;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * A listener for HTTP/2 without TLS from the first byte on (RFC 9113, 3.3), and for nothing else: its stack would read HTTP/1.1, with or
 * without an upgrade, by a decoder that mends what must be refused.
 */
final class PriorKnowledge {
    /** What the stack calls the handler that reads HTTP/1.1 and upgrades it; there until a connection is known to be HTTP/2. */
    private static final String UPGRADE = "h2c";

    /** What the stack closes idle connections by; there until {@link ConnectionWatch} does. */
    private static final String IDLE = "idle";

    private static final String ENCODER = "httpEncoder";

    private PriorKnowledge() {}

    /** The preface has as long to come as the head of a request. */
    static HttpServerOptions options(GatewayConfig config) {
        return HttpSettings.server(config)
                .setHttp2ClearTextEnabled(true)
                .setIdleTimeout((int) config.limits().head().toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
    }

    /**
     * Closes what is not HTTP/2.
     *
     * @param next looks at the others
     */
    static Handler<HttpConnection> connections(Handler<HttpConnection> next) {
        return connection -> {
            Channel channel = ((ConnectionBase) connection).channel();
            if (channel.pipeline().get(UPGRADE) != null) {
                refuse(channel);
                channel.close();
                return;
            }
            channel.pipeline().remove(IDLE);
            next.handle(connection);
        };
    }

    /** Tells a client why, unless it was told already that its connection is upgraded. */
    private static void refuse(Channel channel) {
        if (channel.pipeline().get(ENCODER) != null) {
            DefaultFullHttpResponse answer = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED, Unpooled.EMPTY_BUFFER, false);
            answer.headers()
                    .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
                    .set(HttpHeaderNames.CONTENT_LENGTH, HttpHeaderValues.ZERO);
            channel.writeAndFlush(answer);
        }
    }

    /** Does not hear what was read already of a connection that is closed. */
    static Handler<HttpServerRequest> requests(Handler<HttpServerRequest> next) {
        return request -> {
            if (((ConnectionBase) request.connection()).channel().isOpen() && Http2Requests.is(request)) {
                next.handle(request);
            }
        };
    }
}
