package io.lotse.gateway;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.FieldError;
import io.lotse.contracts.gateway.RouteDefinition;
import io.lotse.contracts.gateway.RoutePolicy;
import io.lotse.contracts.gateway.RouteSource;

/**
 * The routes that were declared to this node, by source. What a source says is taken as a whole or, if anything is wrong
 * with it, not at all: then what it said before goes on. Any thread may read; changes come one at a time.
 */
final class DeclaredRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(DeclaredRoutes.class);

    private final Map<RouteSource, List<Declared>> accepted = new EnumMap<>(RouteSource.class);
    private final Map<RouteSource, String> refused = new EnumMap<>(RouteSource.class);
    private final List<Consumer<List<Declared>>> listeners = new CopyOnWriteArrayList<>();
    private volatile List<Declared> all = List.of();
    private volatile Map<String, RoutePolicy> policies = Map.of();

    /** All that are in force. */
    List<Declared> all() {
        return all;
    }

    /** How the requests of a service's standard path are balanced and protected. */
    RoutePolicy policy(String service) {
        return policies.getOrDefault(service, RoutePolicy.DEFAULTS);
    }

    /** The policies of standard paths by service; those that are not named have the defaults. */
    void policies(Map<String, RoutePolicy> byService) {
        policies = Map.copyOf(byService);
    }

    /** What was refused, source by source, and why. */
    synchronized List<String> refused() {
        return List.copyOf(refused.values());
    }

    /** Why the last that a source said was refused; empty if it was not. */
    synchronized Optional<String> refusal(RouteSource source) {
        return Optional.ofNullable(refused.get(source));
    }

    /** Tells the listener what is in force, now and after each change. */
    synchronized void onChange(Consumer<List<Declared>> listener) {
        listeners.add(listener);
        listener.accept(all);
    }

    /** What a source says now. */
    synchronized void replace(RouteSource source, List<Declared> routes) {
        if (routes.equals(accepted.getOrDefault(source, List.of()))) {
            refused.remove(source);
            return;
        }
        List<RouteDefinition> definitions =
                routes.stream().map(Declared::definition).toList();
        List<FieldError> errors = RouteCheck.errors(definitions);
        if (!errors.isEmpty()) {
            refuse(source, FieldError.text(errors));
            return;
        }
        refused.remove(source);
        accepted.put(source, List.copyOf(routes));
        List<Declared> next = new ArrayList<>();
        accepted.values().forEach(next::addAll);
        all = List.copyOf(next);
        LOG.info("event=routes_changed source={} routes={}", source, routes.size());
        listeners.forEach(l -> l.accept(all));
    }

    /** What a source says now cannot be understood. */
    synchronized void refuse(RouteSource source, String why) {
        LOG.warn("event=routes_refused source={} reason=\"{}\"", source, why);
        refused.put(source, source.name().toLowerCase(Locale.ROOT) + ": " + why);
    }
}
