package io.lotse.dns;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;

/**
 * Answers queries over connections (RFC 7766), any number of them one after the other on each. Bounded: so many
 * connections, each with one message at a time, closed when no whole query came for a while.
 */
final class TcpListener {
    private final Vertx vertx;
    private final DnsConfig config;
    private final Responder responder;
    private final NetServer server;
    private int connections;

    TcpListener(Vertx vertx, DnsConfig config, Responder responder) {
        this.vertx = vertx;
        this.config = config;
        this.responder = responder;
        this.server = vertx.createNetServer();
    }

    Future<Void> listen() {
        return server.connectHandler(this::accept)
                .listen(config.port(), config.address())
                .mapEmpty();
    }

    private void accept(NetSocket socket) {
        if (connections >= config.tcpConnections()) {
            socket.close();
            return;
        }
        connections++;
        TcpConversation conversation = new TcpConversation(vertx, socket, responder, config.tcpIdle());
        socket.closeHandler(v -> {
            connections--;
            conversation.ended();
        });
    }

    Future<Void> close() {
        return server.close();
    }
}
