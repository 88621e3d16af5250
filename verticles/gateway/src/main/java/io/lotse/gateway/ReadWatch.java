package io.lotse.gateway;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts off a client that does not read what it asked for (slow read). Looks on only while the connection's queue is full: where
 * there is nothing to send nobody waits for the client.
 */
final class ReadWatch extends Deadlines.Watched {
    /** What a client has to take within its time, in bytes: one at a time is as good as none. */
    static final int STEP = 16 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(ReadWatch.class);

    private final ConnectionRules rules;
    private final Channel channel;
    private boolean full;
    private boolean begun;
    private long since;
    private long waiting;

    ReadWatch(ConnectionRules rules, Channel channel) {
        this.rules = rules;
        this.channel = channel;
    }

    /** The queue is full, or is no more. */
    void follow(boolean nowFull) {
        if (nowFull && !full) {
            begun = false;
            rules.loop().deadlines().add(this);
        } else if (!nowFull && full) {
            rules.loop().deadlines().remove(this);
        }
        full = nowFull;
    }

    @Override
    void check(long now) {
        ChannelOutboundBuffer queue = channel.unsafe().outboundBuffer();
        if (queue == null) {
            follow(false);
            return;
        }
        long waits = queue.totalPendingWriteBytes() - queue.currentProgress();
        if (!begun || waits <= waiting - STEP) {
            begun = true;
            since = now;
            waiting = waits;
        } else if (now - since < rules.send()) {
            waiting = Math.max(waiting, waits);
        } else if (rules.unhurried().test(Connections.address(channel))) {
            begun = false;
        } else {
            cutOff();
        }
    }

    private void cutOff() {
        LOG.debug("event=slow_read client={}", channel.remoteAddress());
        rules.loop().slowClients().cutOff(SlowClients.With.READING);
        follow(false);
        // an ordinary close would let what waits go first; the kernel drops its share, which could pass for a whole
        // answer
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.unsafe().close(channel.newPromise());
    }
}
