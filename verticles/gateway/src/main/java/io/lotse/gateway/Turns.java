package io.lotse.gateway;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The order of turns in which each endpoint comes as often as its weight says, evenly spread. */
final class Turns {
    private record Turn(Endpoint endpoint, double at) {}

    private Turns() {}

    static Endpoint[] of(List<Endpoint> endpoints) {
        int divisor = 0;
        for (Endpoint endpoint : endpoints) {
            divisor = divisor(endpoint.place().weight(), divisor);
        }
        List<Turn> turns = new ArrayList<>();
        for (Endpoint endpoint : endpoints) {
            int count = endpoint.place().weight() / divisor;
            for (int i = 0; i < count; i++) {
                turns.add(new Turn(endpoint, (i + 0.5) / count));
            }
        }
        turns.sort(Comparator.comparingDouble(Turn::at));
        return turns.stream().map(Turn::endpoint).toArray(Endpoint[]::new);
    }

    private static int divisor(int a, int b) {
        return b == 0 ? a : divisor(b, a % b);
    }
}
