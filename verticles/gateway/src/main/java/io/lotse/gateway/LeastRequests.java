package io.lotse.gateway;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Picks the endpoint with the fewest requests running for its weight; of those alike each in its turn. */
final class LeastRequests implements Picker {
    private final Endpoint[] endpoints;
    private final Picker otherwise;
    private int turn;

    LeastRequests(List<Endpoint> endpoints) {
        this.endpoints = endpoints.toArray(Endpoint[]::new);
        this.otherwise = new RoundRobin(endpoints);
        this.turn = ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);
    }

    @Override
    public Endpoint pick(InboundRequest request, Collection<Endpoint> tried) {
        int size = endpoints.length;
        int first = size == 0 ? 0 : Math.floorMod(turn++, size);
        Endpoint best = null;
        for (int i = 0; i < size; i++) {
            Endpoint endpoint = endpoints[(first + i) % size];
            if (tried.contains(endpoint)) {
                continue;
            }
            if (endpoint.isLeftOut()) {
                if (endpoint.admits()) {
                    return endpoint;
                }
            } else if (best == null || isLessBusy(endpoint, best)) {
                best = endpoint;
            }
        }
        return best != null && best.admits() ? best : otherwise.pick(request, tried);
    }

    private static boolean isLessBusy(Endpoint one, Endpoint other) {
        return (long) (one.running() + 1) * other.place().weight()
                < (long) (other.running() + 1) * one.place().weight();
    }
}
