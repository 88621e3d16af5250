package io.lotse.gateway;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.impl.ConnectionBase;

/** Looks at each new connection of a listener before anything is read: whether it may stay, and that its client is quick enough. */
final class Arrivals implements Handler<HttpConnection> {
    private final Connections connections;
    private final HttpServerOptions options;
    private final ConnectionRules rules;
    private final LeanConnections lean;
    /** One for all: each would make its own. */
    private final RecvByteBufAllocator buffers = new AdaptiveRecvByteBufAllocator();

    /** @param options of the listener */
    Arrivals(Connections connections, HttpServerOptions options, ConnectionRules rules, LeanConnections lean) {
        this.connections = connections;
        this.options = options;
        this.rules = rules;
        this.lean = lean;
    }

    @Override
    public void handle(HttpConnection connection) {
        Channel channel = ((ConnectionBase) connection).channel();
        if (!connections.admit(channel)) {
            return;
        }
        channel.config().setRecvByteBufAllocator(buffers);
        lean.ofClient(channel);
        StrictRequestDecoder.install(channel, options, rules);
        channel.pipeline().addFirst(new ConnectionWatch(rules, channel));
        Http2ConnectionHandler http2 = channel.pipeline().get(Http2ConnectionHandler.class);
        if (http2 != null) {
            Http2ReadWatch.install(rules, channel, http2);
        }
    }
}
