package io.lotse.gateway;

import java.util.ArrayList;
import java.util.List;

import io.lotse.contracts.gateway.Balancing;
import io.lotse.contracts.gateway.BalancingStrategy;
import io.lotse.contracts.gateway.RateLimit;
import io.lotse.contracts.gateway.RoutePolicy;

/**
 * The features that a route's policy can ask for, in the order in which requests pass them. A new feature is a class of its
 * own and a line here.
 */
final class Features {
    private Features() {}

    /**
     * The features that this policy asks for.
     *
     * @param scope whose features they are
     * @param fallback where requests go that the route's instances cannot answer; null for nowhere
     * @param node what the event loops of this node have in common
     */
    static List<Interceptor> of(RouteScope scope, RoutePolicy policy, Target fallback, NodeRoutes node) {
        String route = scope.name();
        String id = scope.id();
        List<Interceptor> asked = new ArrayList<>();
        // the first sees an answer last: what other features read and keep is not compressed yet
        if (policy.compression() != null) {
            asked.add(new CompressionInterceptor(CompressionRule.of(policy.compression()), policy.cache() != null));
        }
        // by address also who guesses at credentials is counted; all other limits are for those who are let in
        policy.rateLimits().stream()
                .filter(Features::isByAddress)
                .forEach(limit -> asked.add(limit(route, id, limit, node)));
        if (policy.limits() != null) {
            asked.add(new LimitsInterceptor(route, policy.limits()));
        }
        if (policy.auth() != null) {
            asked.add(new AuthInterceptor(route, policy.auth(), node.auth()));
        }
        policy.rateLimits().stream()
                .filter(limit -> !isByAddress(limit))
                .forEach(limit -> asked.add(limit(route, id, limit, node)));
        if (policy.validation() != null) {
            asked.add(new ValidationInterceptor(
                    route, policy.validation(), node.apis().source(scope.api(policy.validation())), System::nanoTime));
        }
        if (policy.fallback() != null) {
            asked.add(new FallbackInterceptor(policy.fallback().answer(), fallback));
        }
        Balancing balancing = policy.balancing();
        if (balancing != null && balancing.strategy() == BalancingStrategy.STICKY_COOKIE) {
            asked.add(new StickyCookie.Giver(balancing.cookie() == null ? StickyCookie.NAME : balancing.cookie()));
        }
        if (policy.cache() != null) {
            asked.add(new CacheInterceptor(CacheRule.of(policy.cache()), node.cache()));
        }
        if (policy.bulkhead() != null) {
            asked.add(node.bulkhead(route, policy.bulkhead()));
        }
        return asked;
    }

    private static boolean isByAddress(RateLimit limit) {
        return limit.key() == null || limit.key().equals(RateKey.BY_ADDRESS);
    }

    private static Interceptor limit(String route, String id, RateLimit limit, NodeRoutes node) {
        RateLimiter limiter = node.rateLimits().limiter(id, limit);
        return new RateLimitInterceptor(route, limit, limiter, node.proxies());
    }
}
