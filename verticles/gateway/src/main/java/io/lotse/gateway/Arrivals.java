package io.lotse.gateway;

import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Predicate;

import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.impl.ConnectionBase;

/** Looks at each new connection of a listener before anything is read: whether it may stay, and that its client is quick enough. */
final class Arrivals implements Handler<HttpConnection> {
    private final Connections connections;
    private final HttpServerOptions options;
    private final Loop loop;
    private final Duration head;
    private final long send;
    private final Predicate<InetAddress> unhurried;

    /**
     * @param options of the listener
     * @param unhurried finds those who may leave lying what waits for them
     */
    Arrivals(
            Connections connections,
            HttpServerOptions options,
            Loop loop,
            GatewayConfig.Limits limits,
            Predicate<InetAddress> unhurried) {
        this.connections = connections;
        this.options = options;
        this.loop = loop;
        this.head = limits.head();
        this.send = limits.send().toNanos();
        this.unhurried = unhurried;
    }

    @Override
    public void handle(HttpConnection connection) {
        Channel channel = ((ConnectionBase) connection).channel();
        if (!connections.admit(channel)) {
            return;
        }
        StrictRequestDecoder.install(connection, options, loop, head);
        channel.pipeline().addFirst(new ReadWatch(loop, send, unhurried, channel));
        Http2ConnectionHandler http2 = channel.pipeline().get(Http2ConnectionHandler.class);
        if (http2 != null) {
            Http2ReadWatch.install(loop, send, unhurried, channel, http2);
        }
    }
}
