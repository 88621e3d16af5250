package io.lotse.gateway;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.lotse.contracts.gateway.RouteMatch;

/**
 * The order in which routes are tried: the higher priority first, then the more specific host, path and conditions, then by
 * source and name, so that it is the same on every node.
 */
final class RouteOrder {
    private static final PathPattern STANDARD = PathPattern.parse("/api/{service}/**");

    /** A declared route with its match read. */
    record Ranked(Declared declared, PathPattern path, RequestConditions conditions) {
        static Ranked of(Declared declared) {
            RouteMatch match = declared.definition().match();
            return new Ranked(
                    declared,
                    RouteCompiler.path(declared.definition()),
                    new RequestConditions(match == null ? RouteMatch.ALL : match));
        }

        int priority() {
            Integer told = declared.definition().priority();
            return told == null ? 0 : told;
        }

        String name() {
            return declared.definition().name();
        }

        /** Whether it comes before the standard path, where both take a request. */
        boolean goesBeforeStandard() {
            return priority() > 0 || priority() == 0 && path.compareSpecificity(STANDARD) <= 0;
        }

        boolean covers(Ranked other) {
            return path.covers(other.path) && conditions.cover(other.conditions);
        }
    }

    private static final Comparator<Ranked> ORDER = Comparator.comparingInt((Ranked r) -> -r.priority())
            .thenComparing((a, b) -> a.conditions().compareHosts(b.conditions()))
            .thenComparing((a, b) -> a.path().compareSpecificity(b.path()))
            .thenComparing((a, b) -> a.conditions().compareWanted(b.conditions()))
            .thenComparing(r -> r.declared().source())
            .thenComparing(Ranked::name);

    private RouteOrder() {}

    static List<Ranked> of(List<Declared> declared) {
        return declared.stream().map(Ranked::of).sorted(ORDER).toList();
    }

    /** For each route that never gets a request, the one that takes all of them before it; by position in the order. */
    static Map<Ranked, Ranked> shadowed(List<Ranked> ordered) {
        Map<Ranked, Ranked> shadowed = new LinkedHashMap<>();
        List<Ranked> before = new ArrayList<>();
        for (Ranked route : ordered) {
            before.stream().filter(b -> b.covers(route)).findFirst().ifPresent(b -> shadowed.put(route, b));
            before.add(route);
        }
        return shadowed;
    }
}
