package io.lotse.gateway;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

import io.lotse.contracts.gateway.RoutePolicy;
import io.lotse.meshview.LiveFault;
import io.lotse.meshview.MeshSnapshot;

/**
 * The standard paths of all services, for one event loop. Any thread may {@link #find}; everything else is for the table that
 * it is a part of, one thread at a time.
 */
final class StandardRoutes {
    /** Stands between a service and an environment; it is in the names of neither. */
    static final char IN = '@';

    private final String ownEnvironment;
    private final Function<String, RoutePolicy> policies;
    private final BiFunction<String, String, List<LiveFault>> faults;
    /** By SERVICE@ENVIRONMENT. */
    private Map<String, StandardPaths> all = Map.of();
    /** In which environments each service was when it was looked at last. */
    private final Map<String, Set<String>> whereabouts = new HashMap<>();
    /** By what a path names: SERVICE in the own environment, SERVICE@ENVIRONMENT. */
    private volatile SegmentMap<StandardPaths> byPath = SegmentMap.copyOf(Map.of());

    /**
     * @param policies the policy of a service's standard path
     * @param faults what the requests of a service's standard path in an environment meet
     */
    StandardRoutes(
            String ownEnvironment,
            Function<String, RoutePolicy> policies,
            BiFunction<String, String, List<LiveFault>> faults) {
        this.ownEnvironment = ownEnvironment;
        this.policies = policies;
        this.faults = faults;
    }

    /**
     * The paths that a request asks for; null for none. A path that names an environment counts more than a header that does.
     *
     * @param end where the service's name ends
     * @param header the environment that a header names; null for none
     */
    StandardPaths find(String target, int end, String header) {
        int begin = Route.STANDARD.length();
        if (header == null || isQualified(target, end)) {
            return byPath.get(target, begin, end);
        }
        String name = target.substring(begin, end) + IN + header;
        return byPath.get(name, 0, name.length());
    }

    /** Whether a path names the environment; looks no further than to where the service's name ends. */
    static boolean isQualified(String target, int end) {
        return target.lastIndexOf(IN, end - 1) >= 0;
    }

    /** The routes that were made. */
    Stream<Route> routes() {
        return all.values().stream().flatMap(StandardPaths::routes);
    }

    /**
     * Takes over how services are now.
     *
     * @param concerned told of the routes that are to look at their instances
     * @return whether paths have come or gone
     */
    boolean refresh(MeshSnapshot snapshot, Set<String> services, Consumer<Route> concerned) {
        Map<String, StandardPaths> next = new HashMap<>(all);
        for (String service : services) {
            for (String environment : environments(service, snapshot)) {
                next.compute(
                        service + IN + environment,
                        (name, before) -> refreshed(service, environment, before, snapshot, concerned));
            }
        }
        if (next.equals(all)) {
            return false;
        }
        all = next;
        byPath = byPath(next);
        return true;
    }

    /** Null for a service that has no instance in the environment any more. */
    private StandardPaths refreshed(
            String service,
            String environment,
            StandardPaths before,
            MeshSnapshot snapshot,
            Consumer<Route> concerned) {
        boolean isThere =
                snapshot.service(service).flatMap(s -> s.in(environment)).isPresent();
        RoutePolicy policy = policies.apply(service);
        List<LiveFault> met = faults.apply(service, environment);
        if (isThere
                && (before == null
                        || !before.policy().equals(policy)
                        || !before.faults().equals(met))) {
            return new StandardPaths(service, environment, policy, met);
        }
        if (before != null) {
            before.routes().forEach(concerned);
        }
        return isThere ? before : null;
    }

    private SegmentMap<StandardPaths> byPath(Map<String, StandardPaths> paths) {
        Map<String, StandardPaths> named = new HashMap<>(paths);
        paths.values().stream()
                .filter(p -> p.environment().equals(ownEnvironment))
                .forEach(p -> named.put(p.service(), p));
        return SegmentMap.copyOf(named);
    }

    /** Where a service is, and where it was until now. */
    private Set<String> environments(String service, MeshSnapshot snapshot) {
        Set<String> is =
                snapshot.service(service).map(s -> s.byEnvironment().keySet()).orElse(Set.of());
        Set<String> was = is.isEmpty() ? whereabouts.remove(service) : whereabouts.put(service, is);
        Set<String> both = new HashSet<>(is);
        if (was != null) {
            both.addAll(was);
        }
        return both;
    }
}
