package io.lotse.gateway;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import io.lotse.contracts.gateway.RouteDefinition;
import io.lotse.contracts.gateway.RouteEntry;
import io.lotse.contracts.gateway.RoutePolicy;
import io.lotse.contracts.gateway.RouteTarget;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.Service;

/** What should be looked at in routes that are no mistakes: those that get no request, those whose service is not there. */
final class RouteWarnings {
    private RouteWarnings() {}

    /**
     * The routes in the order in which they are tried, each with what is to be said about it.
     *
     * @param standard the policies of the services' standard paths
     * @param ofApis what is to be said of the documents that requests are held against
     */
    static List<RouteEntry> entries(
            List<Declared> routes,
            MeshSnapshot snapshot,
            Function<String, RoutePolicy> standard,
            Function<RouteDefinition, List<String>> ofApis) {
        List<RouteOrder.Ranked> ordered = RouteOrder.of(routes);
        Map<RouteOrder.Ranked, RouteOrder.Ranked> shadowed = RouteOrder.shadowed(ordered);
        Map<String, Integer> names = new HashMap<>();
        ordered.forEach(r -> names.merge(r.name(), 1, Integer::sum));
        List<RouteEntry> entries = new ArrayList<>();
        for (RouteOrder.Ranked ranked : ordered) {
            Declared declared = ranked.declared();
            List<String> warnings = new ArrayList<>();
            if (shadowed.containsKey(ranked)) {
                warnings.add("it gets no request: " + describe(shadowed.get(ranked)) + " takes all of them before it");
            }
            if (names.get(ranked.name()) > 1) {
                warnings.add("another source declares a route of the same name");
            }
            declared.definition().targets().forEach(t -> unreachable(t, snapshot)
                    .ifPresent(warnings::add));
            warnings.addAll(openBesides(declared.definition(), routes, standard));
            warnings.addAll(ofApis.apply(declared.definition()));
            entries.add(new RouteEntry(declared.definition(), declared.source(), declared.revision(), warnings));
        }
        return entries;
    }

    /** A route that asks for credentials leads where the standard path leads without. */
    private static List<String> openBesides(
            RouteDefinition route, List<Declared> all, Function<String, RoutePolicy> standard) {
        if (route.policy() == null || route.policy().auth() == null) {
            return List.of();
        }
        return route.targets().stream()
                .map(RouteTarget::service)
                .distinct()
                .filter(s -> standard.apply(s).auth() == null)
                .map(s -> Route.STANDARD + s + "/**")
                .filter(path -> all.stream().noneMatch(d -> takesOver(d.definition(), path)))
                .map(path -> "it asks for credentials, and " + path + " leads to the same service without: give the"
                        + " registration gateway.policy with auth, or take that path by a route with priority 1")
                .toList();
    }

    private static boolean takesOver(RouteDefinition route, String path) {
        return route.priority() != null
                && route.priority() > 0
                && route.match() != null
                && path.equals(route.match().path());
    }

    private static String describe(RouteOrder.Ranked route) {
        return "route " + route.name() + " (" + route.declared().source().name().toLowerCase(java.util.Locale.ROOT)
                + ")";
    }

    private static Optional<String> unreachable(RouteTarget target, MeshSnapshot snapshot) {
        Optional<Service> service = snapshot.service(target.service());
        InstanceFilter which = new InstanceFilter(target.environment(), target.version());
        if (service.isEmpty()) {
            return Optional.of("no service is called " + target.service());
        }
        return service.get().active().stream().anyMatch(which::takes)
                ? Optional.empty()
                : Optional.of("no instance of " + which.describe(target.service()) + " is active");
    }
}
