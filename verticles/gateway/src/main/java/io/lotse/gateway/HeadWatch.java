package io.lotse.gateway;

import java.time.Duration;

import io.vertx.core.http.HttpConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes a connection where a request's head was begun and is not whole in time: a client that sends a byte now and then is
 * never idle, and would hold it for ever (slowloris). Costs nothing where a head comes in one piece.
 */
final class HeadWatch extends Deadlines.Watched {
    private static final Logger LOG = LoggerFactory.getLogger(HeadWatch.class);

    private final Loop loop;
    private final long patience;
    private final HttpConnection connection;
    private boolean begun;
    private long deadline;

    /** @param patience from the first byte of a head to its last */
    HeadWatch(Loop loop, Duration patience, HttpConnection connection) {
        this.loop = loop;
        this.patience = patience.toNanos();
        this.connection = connection;
    }

    /** A part of a head came; the first counts. */
    void begin() {
        if (!begun) {
            begun = true;
            deadline = loop.nanoClock().getAsLong() + patience;
            loop.deadlines().add(this);
        }
    }

    /** The head is whole, or will never be. */
    void end() {
        if (begun) {
            begun = false;
            loop.deadlines().remove(this);
        }
    }

    @Override
    void check(long now) {
        if (now - deadline >= 0) {
            LOG.debug("event=slow_head client={}", connection.remoteAddress());
            loop.slowClients().cutOff(SlowClients.With.HEAD);
            end();
            connection.close();
        }
    }
}
