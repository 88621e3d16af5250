package io.lotse.gateway;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetSocket;

/** Joins two connections after an upgrade: bytes go both ways, and when one side leaves the other is closed. */
final class Tunnel {
    private Tunnel() {}

    /**
     * Passes on the instance's leave to go on with WebSocket, and joins both sides.
     *
     * @param whenClosed called when a side has left, maybe twice
     * @param whenFailed told why the client is not there any more
     */
    static void open(
            HttpServerRequest client, HttpClientResponse leave, Runnable whenClosed, Handler<Throwable> whenFailed) {
        leave.pause();
        MultiMap headers = client.response().headers();
        HeaderRules.response(leave.headers(), leave.version(), headers);
        RequestId.tell(client);
        headers.set(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE).set(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET);
        client.toNetSocket().onComplete(socket -> join(socket, leave.netSocket(), whenClosed), whenFailed);
    }

    private static void join(NetSocket one, NetSocket other, Runnable whenClosed) {
        pump(one, other, whenClosed);
        pump(other, one, whenClosed);
        one.resume();
        other.resume();
    }

    private static void pump(NetSocket from, NetSocket to, Runnable whenClosed) {
        from.handler(data -> {
            to.write(data);
            if (to.writeQueueFull()) {
                from.pause();
            }
        });
        to.drainHandler(v -> from.resume());
        from.exceptionHandler(e -> to.close());
        from.closeHandler(v -> {
            to.close();
            whenClosed.run();
        });
    }
}
