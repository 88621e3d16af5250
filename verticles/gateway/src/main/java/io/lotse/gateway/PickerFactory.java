package io.lotse.gateway;

import java.util.List;
import java.util.SplittableRandom;

import io.lotse.contracts.gateway.Balancing;
import io.lotse.contracts.gateway.BalancingStrategy;

/** Makes the picker that a route's policy asks for. */
interface PickerFactory {
    PickerFactory ROUND_ROBIN = RoundRobin::new;

    Picker create(List<Endpoint> endpoints);

    /** @param zone where the node stands; null if nobody said */
    static PickerFactory of(Balancing balancing, String zone) {
        if (balancing == null) {
            return ROUND_ROBIN;
        }
        PickerFactory strategy = strategy(balancing);
        if (zone == null || !Boolean.TRUE.equals(balancing.preferZone())) {
            return strategy;
        }
        return all -> {
            List<Endpoint> near =
                    all.stream().filter(e -> zone.equals(e.place().zone())).toList();
            return new OwnZoneFirst(near, strategy.create(near), strategy.create(all));
        };
    }

    private static PickerFactory strategy(Balancing balancing) {
        BalancingStrategy strategy =
                balancing.strategy() == null ? BalancingStrategy.ROUND_ROBIN : balancing.strategy();
        return switch (strategy) {
            case ROUND_ROBIN -> ROUND_ROBIN;
            case LEAST_REQUESTS -> LeastRequests::new;
            case PEAK_EWMA -> all -> new PeakEwma(all, System::nanoTime, new SplittableRandom());
            case CONSISTENT_HASH -> {
                HashKey key = HashKey.parse(balancing.hashOn());
                yield all -> new ConsistentHash(all, key);
            }
            case STICKY_COOKIE -> {
                String cookie = balancing.cookie() == null ? StickyCookie.NAME : balancing.cookie();
                yield all -> new StickyCookie(all, cookie);
            }
        };
    }
}
