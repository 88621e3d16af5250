package io.lotse.gateway;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.lotse.meshview.Service;

/**
 * A service as one route and event loop reach it. A change of the service is one swap of its pool; what is known of the
 * endpoints that stay is kept.
 */
final class Target {
    private static final int ENOUGH_SAMPLES = 10;

    private final String service;
    private final InstanceFilter which;
    private final Strategy strategy;
    private final HealthGroup healths;
    private final List<Traffic> busy;
    private volatile Pool pool = Pool.EMPTY;

    /** @param busy where the traffic of its endpoints puts itself while there is any */
    Target(String service, InstanceFilter which, Strategy strategy, HealthGroup healths, List<Traffic> busy) {
        this.service = service;
        this.which = which;
        this.strategy = strategy;
        this.healths = healths;
        this.busy = busy;
    }

    String service() {
        return service;
    }

    /** The environment whose instances are meant. */
    String environment() {
        return which.environment();
    }

    Pool pool() {
        return pool;
    }

    /** Whether anybody wants to know how long answers take. */
    boolean measuresLatency() {
        return strategy.measuresLatency();
    }

    /**
     * Takes over how the service is now. Called by who changes the routes, one at a time.
     *
     * @param now the service; null if it has no instance
     * @param nanos the time
     */
    void refresh(Service now, PlaceFinder finder, Peers peers, long nanos) {
        PlaceFinder.Found found = finder.find(service, now, which, peers);
        Map<Place, Endpoint> known = new HashMap<>();
        pool.all().forEach(e -> known.put(e.place(), e));
        boolean isFirst = pool == Pool.EMPTY;
        List<Endpoint> direct = endpoints(found.direct(), known, isFirst);
        List<Endpoint> all = new ArrayList<>(direct);
        all.addAll(endpoints(found.gateways(), known, isFirst));
        healths.retain(Stream.concat(found.direct().stream(), found.gateways().stream())
                .toList());
        pool = new Pool(
                List.copyOf(all),
                strategy.pickers().create(all),
                strategy.pickers().create(direct),
                !direct.isEmpty(),
                found.whyNone());
        known.values().stream().filter(e -> !all.contains(e)).forEach(e -> e.retire(nanos));
    }

    /** Goes to this place and no other. */
    void fix(Place place) {
        List<Endpoint> only =
                List.of(new Endpoint(place, healths.of(place), null, new Traffic(service, place.id(), null)));
        Picker picker = strategy.pickers().create(only);
        pool = new Pool(only, picker, picker, true, "");
    }

    /** Those that were there at the first look are not new. */
    private List<Endpoint> endpoints(List<Place> places, Map<Place, Endpoint> known, boolean isFirst) {
        return places.stream()
                .map(p -> known.computeIfAbsent(
                        p, k -> new Endpoint(p, healths.of(p), isFirst ? null : strategy.warmUp(), traffic(p))))
                .toList();
    }

    /** What another host's gateway is asked that one counts. */
    private Traffic traffic(Place place) {
        return new Traffic(service, place.id(), place.isGateway() ? null : busy);
    }

    /** Leaves out endpoints that are much slower than the median. On the event loop. */
    void reviewLatency() {
        if (strategy.latencyFactor() == 0) {
            return;
        }
        List<Endpoint> measured = pool.all().stream()
                .filter(e -> e.latency().samples() >= ENOUGH_SAMPLES)
                .toList();
        if (measured.size() < 3) {
            return;
        }
        double[] means =
                measured.stream().mapToDouble(e -> e.latency().mean()).sorted().toArray();
        double bound = means[(means.length - 1) / 2] * strategy.latencyFactor();
        if (Arrays.stream(means).anyMatch(m -> m > bound)) {
            measured.stream().filter(e -> e.latency().mean() > bound).forEach(e -> e.health()
                    .tooSlow());
        }
    }
}
