package io.lotse.gateway;

import io.netty.channel.Channel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes a connection where a request's head was begun and is not whole in time: a client that sends a byte now and then is
 * never idle, and would hold it for ever (slowloris). Costs nothing where a head comes in one piece.
 */
final class HeadWatch extends Deadlines.Watched {
    private static final Logger LOG = LoggerFactory.getLogger(HeadWatch.class);

    private final ConnectionRules rules;
    private final Channel channel;
    private boolean begun;
    private long deadline;

    HeadWatch(ConnectionRules rules, Channel channel) {
        this.rules = rules;
        this.channel = channel;
    }

    /** A part of a head came; the first counts. */
    void begin() {
        if (!begun) {
            begun = true;
            deadline = rules.loop().nanoClock().getAsLong() + rules.head();
            rules.loop().deadlines().add(this);
        }
    }

    /** The head is whole, or will never be. */
    void end() {
        if (begun) {
            begun = false;
            rules.loop().deadlines().remove(this);
        }
    }

    @Override
    void check(long now) {
        if (now - deadline >= 0) {
            LOG.debug("event=slow_head client={}", channel.remoteAddress());
            rules.loop().slowClients().cutOff(SlowClients.With.HEAD);
            end();
            channel.close();
        }
    }
}
