package io.lotse.gateway;

import java.util.function.LongSupplier;

import io.lotse.contracts.gateway.Balancing;
import io.lotse.contracts.gateway.BalancingStrategy;
import io.lotse.contracts.gateway.RoutePolicy;

/**
 * How a target's endpoints are picked.
 *
 * @param pickers makes the picker
 * @param slowStart how long a new endpoint's share grows, in nanoseconds; 0 for not at all
 * @param latencyFactor an endpoint so many times slower than the median is left out; 0 for none
 * @param measuresLatency whether answers are timed
 * @param nanoClock as {@link System#nanoTime()}
 */
record Strategy(
        PickerFactory pickers, long slowStart, int latencyFactor, boolean measuresLatency, LongSupplier nanoClock) {
    /** In turn, all of it at once. */
    static final Strategy DEFAULT = of(RoutePolicy.DEFAULTS, null, System::nanoTime);

    /** @param zone where the node stands; null if nobody said */
    static Strategy of(RoutePolicy policy, String zone, LongSupplier nanoClock) {
        Balancing balancing = policy.balancing() == null ? Balancing.DEFAULTS : policy.balancing();
        int factor = EjectionRule.of(policy.ejection()).latencyFactor();
        return new Strategy(
                PickerFactory.of(balancing, zone),
                balancing.slowStart() == null ? 0 : balancing.slowStart().toNanos(),
                factor,
                factor > 0 || balancing.strategy() == BalancingStrategy.PEAK_EWMA,
                nanoClock);
    }

    /** Null where a new endpoint has all of its share at once. */
    WarmUp warmUp() {
        return slowStart == 0 ? null : new WarmUp(slowStart, nanoClock);
    }
}
