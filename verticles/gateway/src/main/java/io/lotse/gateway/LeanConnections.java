package io.lotse.gateway;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;

import io.netty.channel.Channel;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.Http1xClientConnection;
import io.vertx.core.net.impl.VertxConnection;
import io.vertx.core.net.impl.VertxHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes from the stack's connections what they hold for cases that do not occur in a gateway: a queue for writes by other threads
 * (4 KB of each connection to an instance), which servers can be spared by {@code setStrictThreadMode} and clients in Vert.x
 * 5.0.8 cannot; and what a client's connection was made with (100 bytes). Reaches into private fields: where another release
 * has none of the name, or Java does not allow it, connections stay as they are.
 */
final class LeanConnections {
    private static final Logger LOG = LoggerFactory.getLogger(LeanConnections.class);
    /** From here on Java warns of those who change final fields. */
    private static final int FINAL_IS_FINAL = 26;

    /** Null where they cannot be reached. */
    private final Field queue;

    private final Constructor<?> direct;
    private final Field factory;

    LeanConnections() {
        Field itsQueue = null;
        Constructor<?> itsDirect = null;
        Field itsFactory = null;
        try {
            if (Runtime.version().feature() < FINAL_IS_FINAL) {
                itsDirect = Class.forName(VertxConnection.class.getName() + "$DirectOutboundMessageQueue")
                        .getDeclaredConstructor(VertxConnection.class);
                itsDirect.setAccessible(true);
                itsFactory = VertxHandler.class.getDeclaredField("connectionFactory");
                itsFactory.setAccessible(true);
                itsQueue = VertxConnection.class.getDeclaredField("outboundMessageQueue");
                itsQueue.setAccessible(true);
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.debug("event=connections_not_lean reason={}", e.toString());
        }
        this.queue = itsQueue;
        this.direct = itsDirect;
        this.factory = itsFactory;
    }

    /** Whether this release of the stack has what is looked for. */
    boolean canBe() {
        return queue != null;
    }

    /** A connection to an instance, before its first request: all who write are on its event loop. */
    void toInstance(HttpConnection connection) {
        if (canBe() && connection instanceof Http1xClientConnection http1) {
            try {
                queue.set(http1, direct.newInstance(http1));
            } catch (ReflectiveOperationException e) {
                LOG.debug("event=connection_not_lean reason={}", e.toString());
            }
        }
    }

    /** A client's connection, once it is made. */
    void ofClient(Channel channel) {
        VertxHandler<?> handler = canBe() ? channel.pipeline().get(VertxHandler.class) : null;
        if (handler != null) {
            try {
                factory.set(handler, null);
            } catch (IllegalAccessException e) {
                LOG.debug("event=connection_not_lean reason={}", e.toString());
            }
        }
    }
}
