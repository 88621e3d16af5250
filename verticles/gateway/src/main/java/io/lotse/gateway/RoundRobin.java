package io.lotse.gateway;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Picks endpoints in turn, each as often as its weight says. */
final class RoundRobin implements Picker {
    private final Endpoint[] turns;
    /** Begins anywhere, so that loops and nodes do not all ask the same instance after a change. */
    private int turn;

    RoundRobin(List<Endpoint> endpoints) {
        turns = Turns.of(endpoints);
        turn = ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);
    }

    @Override
    public Endpoint pick(InboundRequest request, Collection<Endpoint> tried) {
        int size = turns.length;
        int first = size == 0 ? 0 : Math.floorMod(turn++, size);
        Endpoint leftOut = null;
        for (int i = 0; i < size; i++) {
            Endpoint endpoint = turns[(first + i) % size];
            if (!tried.contains(endpoint)) {
                if (endpoint.admits()) {
                    return endpoint;
                }
                leftOut = leftOut == null && !endpoint.health().isOpen() ? endpoint : leftOut;
            }
        }
        return leftOut;
    }
}
