package io.lotse.gateway;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import io.micrometer.core.instrument.MeterRegistry;

/**
 * The routes' figures in the node's meter registry. A route has series from its first request until no event loop has it any
 * more; beyond {@link #MOST_ROUTES} they share those of the route {@value #OTHERS}.
 */
final class GatewayMeters {
    static final int MOST_ROUTES = 1_000;
    static final String OTHERS = "(others)";

    private final MeterRegistry registry;
    private final PathWatch paths;
    private final Map<String, RouteMeters> routes = new HashMap<>();
    /** The routes by who uses them. */
    private final Map<Object, Set<String>> used = new HashMap<>();

    private final RouteMeters others;

    /** @param paths what is measured of requests by their paths, whatever their route */
    GatewayMeters(MeterRegistry registry, PathWatch paths) {
        this.registry = registry;
        this.paths = paths;
        this.others = new RouteMeters(registry, OTHERS, paths);
    }

    /** The figures of a route; the same for all who use it, until each of them has said by {@link #retain} that it does not. */
    synchronized RouteMeters route(Object user, String name) {
        used.computeIfAbsent(user, u -> new HashSet<>()).add(name);
        RouteMeters known = routes.get(name);
        if (known == null && routes.size() >= MOST_ROUTES) {
            return others;
        }
        return known != null ? known : routes.computeIfAbsent(name, n -> new RouteMeters(registry, n, paths));
    }

    /** Takes away the figures of the routes that nobody uses; this one uses none but these. */
    synchronized void retain(Object user, Set<String> names) {
        used.put(user, new HashSet<>(names));
        Set<String> kept = new HashSet<>();
        used.values().forEach(kept::addAll);
        routes.values().removeIf(meters -> !kept.contains(meters.route()) && meters.close());
    }
}
