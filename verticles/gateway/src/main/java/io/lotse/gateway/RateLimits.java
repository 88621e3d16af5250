package io.lotse.gateway;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.lotse.contracts.gateway.RateCount;
import io.lotse.contracts.gateway.RateCounts;
import io.lotse.contracts.gateway.RateLimit;

/** The rate limits of this node, and what the gateways tell each other of them. */
final class RateLimits {
    /** How often gateways tell each other, in milliseconds. */
    static final long TELL_MILLIS = 250;
    /** More counts than this are told in several events. */
    private static final int COUNTS_PER_EVENT = 1_000;

    private final String gateway;
    private final LongSupplier nanoClock;
    /** A limiter lives for as long as a route holds it. */
    private final Map<String, WeakReference<RateLimiter>> limiters = new ConcurrentHashMap<>();

    /**
     * @param gateway stands for this gateway in what is told to others
     * @param nanoClock as {@link System#nanoTime()}
     */
    RateLimits(String gateway, LongSupplier nanoClock) {
        this.gateway = gateway;
        this.nanoClock = nanoClock;
    }

    /**
     * The limiter of a route; the same for all event loops.
     *
     * @param route a name that no other route of any environment has
     */
    RateLimiter limiter(String route, RateLimit limit) {
        limiters.values().removeIf(l -> l.get() == null);
        String id = route + " " + limit.requests() + "/"
                + RateLimiter.window(limit).toSeconds() + "s burst " + limit.burst() + " " + limit.key();
        RateLimiter fresh = new RateLimiter(id, limit, nanoClock);
        RateLimiter kept = limiters.compute(
                        id, (k, held) -> held == null || held.get() == null ? new WeakReference<>(fresh) : held)
                .get();
        return kept == null ? fresh : kept;
    }

    /** Tells what was let through since the last time; nothing if nothing was. */
    void tell(Consumer<RateCounts> others) {
        List<RateCount> counts = new ArrayList<>();
        limiters.values().forEach(reference -> {
            RateLimiter limiter = reference.get();
            if (limiter != null) {
                limiter.tell(counts::add);
            }
        });
        for (int from = 0; from < counts.size(); from += COUNTS_PER_EVENT) {
            others.accept(
                    new RateCounts(gateway, counts.subList(from, Math.min(counts.size(), from + COUNTS_PER_EVENT))));
        }
    }

    /** Another gateway let requests through. */
    void hear(RateCounts told) {
        if (gateway.equals(told.gateway())) {
            return;
        }
        for (RateCount count : told.counts()) {
            WeakReference<RateLimiter> reference = limiters.get(count.limit());
            RateLimiter limiter = reference == null ? null : reference.get();
            if (limiter != null) {
                limiter.hear(count.key() == null ? RateKey.ALL : count.key(), count.requests());
            }
        }
    }
}
