package io.lotse.gateway;

import java.util.Queue;
import java.util.concurrent.ThreadLocalRandom;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.util.internal.PlatformDependent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's access log. Event loops put entries into a bounded queue without waiting for anybody, and one thread at a time writes
 * them; what finds the queue full falls, is counted, and is told in the node's log.
 */
final class AccessLog {
    /** Entries of a second or two of full load, some 10 MB. */
    static final int QUEUED = 16_384;

    static final long WRITE_MILLIS = 100;

    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);

    private final GatewayConfig.AccessLog rule;
    private final AccessFormat format;
    private final Queue<AccessEntry> queue;
    private final Losses dropped = new Losses();

    /** @param queued how many entries may wait */
    AccessLog(GatewayConfig.AccessLog rule, int queued) {
        this.rule = rule;
        this.format = AccessFormat.of(rule);
        this.queue = PlatformDependent.newFixedMpscQueue(queued);
    }

    void countIn(MeterRegistry registry) {
        dropped.countIn(
                registry,
                "lotse.gateway.access.log.dropped",
                "Lines that the access log left out because it could not be written fast enough");
    }

    /** Called on event loops: never waits. */
    void add(AccessEntry entry) {
        if (isWanted(entry) && !queue.offer(entry)) {
            dropped.add(1);
        }
    }

    private boolean isWanted(AccessEntry entry) {
        return rule.share() >= 1
                || entry.isError()
                || entry.nanos() >= rule.slow().toNanos()
                || ThreadLocalRandom.current().nextDouble() < rule.share();
    }

    /** Writes what waits. Blocks. */
    synchronized void write() {
        for (AccessEntry entry = queue.poll(); entry != null; entry = queue.poll()) {
            rule.lines().accept(format.line(entry));
        }
        dropped.tell(lines -> LOG.warn(
                "event=access_log_dropped lines={} advice=\"the access log is not written as fast as requests come:"
                        + " log a smaller share of them, or to a faster disk\"",
                lines));
    }
}
