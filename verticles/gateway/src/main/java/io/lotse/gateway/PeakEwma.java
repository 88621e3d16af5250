package io.lotse.gateway;

import java.util.Collection;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Picks, of two endpoints at random, the one that would sooner be done with what runs there, by its latency of late (power
 * of two choices with peak EWMA). Good where instances are not equally fast, and does not stampede.
 */
final class PeakEwma implements Picker {
    private static final int DRAWS = 4;

    private final Endpoint[] endpoints;
    private final Picker otherwise;
    private final LongSupplier nanoClock;
    private final RandomGenerator random;

    PeakEwma(List<Endpoint> endpoints, LongSupplier nanoClock, RandomGenerator random) {
        this.endpoints = endpoints.toArray(Endpoint[]::new);
        this.otherwise = new RoundRobin(endpoints);
        this.nanoClock = nanoClock;
        this.random = random;
    }

    @Override
    public Endpoint pick(InboundRequest request, Collection<Endpoint> tried) {
        int size = endpoints.length;
        if (size < 2) {
            return otherwise.pick(request, tried);
        }
        long now = nanoClock.getAsLong();
        for (int i = 0; i < DRAWS; i++) {
            int one = random.nextInt(size);
            int two = random.nextInt(size - 1);
            Endpoint better = better(endpoints[one], endpoints[two < one ? two : two + 1], now);
            if (!tried.contains(better) && better.admits()) {
                return better;
            }
        }
        return otherwise.pick(request, tried);
    }

    /** One that is left out is better if it may be tried again. */
    private static Endpoint better(Endpoint one, Endpoint two, long now) {
        if (one.isLeftOut() != two.isLeftOut()) {
            Endpoint leftOut = one.isLeftOut() ? one : two;
            return leftOut.mayBeTried(now) ? leftOut : leftOut == one ? two : one;
        }
        return one.cost(now) <= two.cost(now) ? one : two;
    }
}
