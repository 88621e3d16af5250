package io.lotse.meshview;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

import org.slf4j.Logger;

import io.lotse.contracts.environments.Environment;
import io.lotse.contracts.faults.Fault;
import io.lotse.contracts.faults.FaultRule;

/**
 * A fault in force, with what it has counted. Any thread may ask. Chance begins with the fault's seed: asked one after the
 * other, the same requests meet it in each run.
 */
public final class LiveFault {
    private static final int ALL = 100;

    private final Fault fault;
    private final long revision;
    private final Logger log;
    private final Random chance;
    private final AtomicLong asked = new AtomicLong();
    private volatile boolean over;

    LiveFault(Fault fault, long revision, Environment environment) {
        this.fault = fault;
        this.revision = revision;
        this.log = EnvironmentLog.of(environment);
        this.chance = new Random(fault.rule().seed() == null ? 0 : fault.rule().seed());
    }

    public Fault fault() {
        return fault;
    }

    public FaultRule rule() {
        return fault.rule();
    }

    /** The ledger's revision that set it. */
    long revision() {
        return revision;
    }

    /** Counts a request or a query, and tells whether the fault meets it. */
    public boolean meets() {
        long number = asked.incrementAndGet();
        FaultRule rule = fault.rule();
        if (over || rule.first() != null && number > rule.first()) {
            return false;
        }
        if (rule.every() != null && number % rule.every() != 0) {
            return false;
        }
        return rule.percent() == null || chance.nextInt(ALL) < rule.percent();
    }

    /** How long the next request that it meets is held up. */
    public Duration delay() {
        Duration delay = fault.rule().delay();
        Duration jitter = fault.rule().jitter();
        if (jitter == null) {
            return delay;
        }
        double share = 2 * chance.nextDouble() - 1;
        Duration drawn = delay.plusNanos((long) (share * jitter.toNanos()));
        return drawn.isNegative() ? Duration.ZERO : drawn;
    }

    /** The log of its environment: every request that it meets has a line there. */
    public Logger log() {
        return log;
    }

    /** Whether it was removed or set anew. */
    public boolean isOver() {
        return over;
    }

    void end() {
        over = true;
    }
}
