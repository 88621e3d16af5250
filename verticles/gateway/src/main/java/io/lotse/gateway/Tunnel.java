package io.lotse.gateway;

import io.vertx.core.net.NetSocket;

/** Joins two connections after an upgrade: bytes go both ways, and when one side leaves the other is closed. */
final class Tunnel {
    private Tunnel() {}

    /** @param whenClosed called when a side has left, maybe twice */
    static void join(NetSocket one, NetSocket other, Runnable whenClosed) {
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
