package io.lotse.observer;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;

import io.lotse.contracts.verdicts.SaturationEvidence;
import io.lotse.statistics.Curve;
import io.lotse.statistics.Millis;
import io.lotse.statistics.Order;

/**
 * Finds resources that are used up while requests wait for them: used nearly whole for a while, and latency that is much
 * longer then than while there was room.
 */
final class SaturationDetector {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final VerdictLimits.Saturation limits;

    SaturationDetector(VerdictLimits.Saturation limits) {
        this.limits = limits;
    }

    /**
     * @param resource how it is called
     * @param used the share that is used, 0 to 1
     * @param latency of what uses it, in milliseconds
     */
    Optional<SaturationEvidence> judge(String resource, Curve used, Curve latency, Instant now) {
        Curve shares = used.between(now.minus(limits.reach()), now).windows(MINUTE, Order::mean);
        Curve latencies = latency.between(now.minus(limits.reach()), now).windows(MINUTE, Order::median);
        Instant since = usedUpSince(shares, now);
        Curve full = shares.between(since, now);
        boolean lasts = Duration.between(since, now).compareTo(limits.shortest()) >= 0
                && full.size() >= limits.shortest().toMinutes() / 2;
        double[] withRoom = latenciesWithRoom(shares, latencies);
        Curve meanwhile = latencies.between(since, now);
        if (!lasts || withRoom.length < limits.fewestWithRoom() || meanwhile.isEmpty()) {
            return Optional.empty();
        }
        double usual = Order.median(withRoom);
        double waiting = meanwhile.median();
        boolean slower = waiting >= limits.slower() * usual && waiting - usual >= Millis.of(limits.least());
        return slower
                ? Optional.of(new SaturationEvidence(
                        resource,
                        full.median(),
                        Duration.between(since, now),
                        Millis.time(waiting),
                        Millis.time(usual),
                        waiting / usual,
                        withRoom.length))
                : Optional.empty();
    }

    /** The earliest time from which on until now most minutes are above; now if the last ones are not. */
    private Instant usedUpSince(Curve shares, Instant now) {
        Instant since = now;
        int above = 0;
        int below = 0;
        for (int i = shares.size() - 1; i >= 0; i--) {
            boolean full = shares.values()[i] >= limits.usedUp();
            above += full ? 1 : 0;
            below += full ? 0 : 1;
            if (full && above >= limits.most() * (above + below)) {
                since = Instant.ofEpochMilli(shares.atMillis()[i]);
            }
        }
        return since;
    }

    private double[] latenciesWithRoom(Curve shares, Curve latencies) {
        return IntStream.range(0, shares.size())
                .filter(i -> shares.values()[i] < limits.room())
                .mapToDouble(i -> latencies.at(shares.atMillis()[i]))
                .filter(latency -> !Double.isNaN(latency))
                .toArray();
    }
}
