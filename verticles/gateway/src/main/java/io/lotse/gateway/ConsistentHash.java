package io.lotse.gateway;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Sends what has the same key to the same endpoint, and moves few keys when an endpoint comes or goes: a ring on which each
 * endpoint has points by its weight. One that is much busier than the mean is passed by (consistent hashing with bounded
 * loads, Mirrokni and others, 2017).
 */
final class ConsistentHash implements Picker {
    private static final int POINTS = 160;
    private static final int MOST_POINTS = 200_000;
    private static final double BOUND = 1.25;

    private record Point(long at, Endpoint endpoint) {}

    private final HashKey key;
    private final List<Endpoint> endpoints;
    private final Picker otherwise;
    private final long[] positions;
    private final Endpoint[] owners;
    private final int weights;

    ConsistentHash(List<Endpoint> endpoints, HashKey key) {
        this.key = key;
        this.endpoints = endpoints;
        this.otherwise = new RoundRobin(endpoints);
        this.weights = endpoints.stream().mapToInt(e -> e.place().weight()).sum();
        int each = Math.max(1, Math.min(POINTS, MOST_POINTS / Math.max(1, weights)));
        List<Point> points = endpoints.stream()
                .flatMap(e -> LongStream.range(0, (long) each * e.place().weight())
                        .mapToObj(i -> new Point(HashKey.mix(e.token() + i * 0x9e3779b97f4a7c15L), e)))
                .sorted(Comparator.comparingLong(Point::at))
                .toList();
        this.positions = points.stream().mapToLong(Point::at).toArray();
        this.owners = points.stream().map(Point::endpoint).toArray(Endpoint[]::new);
    }

    @Override
    public Endpoint pick(InboundRequest request, Collection<Endpoint> tried) {
        long hash = key.of(request);
        if (hash == 0 || owners.length == 0) {
            return otherwise.pick(request, tried);
        }
        double perWeight = BOUND * (running() + 1) / weights;
        int first = position(hash);
        Endpoint last = null;
        for (int i = 0; i < owners.length; i++) {
            Endpoint endpoint = owners[(first + i) % owners.length];
            if (endpoint == last || tried.contains(endpoint)) {
                continue;
            }
            last = endpoint;
            if (endpoint.running() + 1 <= Math.ceil(perWeight * endpoint.place().weight()) && endpoint.admits()) {
                return endpoint;
            }
        }
        return otherwise.pick(request, tried);
    }

    private int running() {
        int running = 0;
        for (Endpoint endpoint : endpoints) {
            running += endpoint.running();
        }
        return running;
    }

    private int position(long hash) {
        int at = java.util.Arrays.binarySearch(positions, hash);
        return at >= 0 ? at : (-at - 1) % positions.length;
    }
}
