package io.lotse.gateway;

import io.lotse.contracts.gateway.RoutePolicy;

/**
 * How a route's instances are watched.
 *
 * @param ejection when one is left out for a while
 * @param breaker when its circuit opens; null for never
 */
record WatchRule(EjectionRule ejection, BreakerRule breaker) {
    static final WatchRule DEFAULTS = of(RoutePolicy.DEFAULTS);

    static WatchRule of(RoutePolicy policy) {
        return new WatchRule(EjectionRule.of(policy.ejection()), BreakerRule.of(policy.breaker()));
    }
}
