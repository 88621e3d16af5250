package io.lotse.gateway;

import java.net.InetAddress;
import java.util.function.Predicate;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts off a client that does not read what it asked for (slow read). Looks on only while the connection's queue is full: where
 * there is nothing to send nobody waits for the client.
 */
final class ReadWatch extends ChannelInboundHandlerAdapter {
    /** What a client has to take within its time, in bytes: one at a time is as good as none. */
    static final int STEP = 16 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(ReadWatch.class);

    private final Loop loop;
    private final long patience;
    private final Predicate<InetAddress> exempt;
    private final Channel channel;
    /** Null as long as the queue was never full. */
    private Look look;

    private boolean full;

    /**
     * @param patience how long what waits may lie there, in nanoseconds
     * @param exempt who may take any time
     */
    ReadWatch(Loop loop, long patience, Predicate<InetAddress> exempt, Channel channel) {
        this.loop = loop;
        this.patience = patience;
        this.exempt = exempt;
        this.channel = channel;
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        follow(!channel.isWritable());
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        follow(false);
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        follow(false);
    }

    private void follow(boolean nowFull) {
        if (nowFull && !full) {
            look = look == null ? new Look() : look;
            look.begun = false;
            loop.deadlines().add(look);
        } else if (!nowFull && full) {
            loop.deadlines().remove(look);
        }
        full = nowFull;
    }

    private void cutOff() {
        LOG.debug("event=slow_read client={}", channel.remoteAddress());
        loop.slowClients().cutOff(SlowClients.With.READING);
        follow(false);
        // an ordinary close would let what waits go first; the kernel drops its share, which could pass for a whole
        // answer
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.unsafe().close(channel.newPromise());
    }

    private final class Look extends Deadlines.Watched {
        private boolean begun;
        private long since;
        private long waiting;

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
            } else if (now - since < patience) {
                waiting = Math.max(waiting, waits);
            } else if (exempt.test(Connections.address(channel))) {
                begun = false;
            } else {
                cutOff();
            }
        }
    }
}
