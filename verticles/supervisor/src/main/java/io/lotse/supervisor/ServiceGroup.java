package io.lotse.supervisor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.supervision.SupervisedState;

/** The services of one set. Touched by the supervisor's event loop only. */
final class ServiceGroup implements Surroundings {
    private final Means means;
    private final String name;
    private final Map<String, Supervised> services = new LinkedHashMap<>();
    private final Set<String> undeclared = new LinkedHashSet<>();
    private boolean due;

    ServiceGroup(Means means, String name) {
        this.means = means;
        this.name = name;
    }

    /** Takes in what was kept of a service. */
    Supervised add(Kept kept) {
        Supervised service = new Supervised(means, this, kept);
        services.put(kept.name(), service);
        return service;
    }

    /** Starts these and what they need, all for none; what is declared no more ends. */
    void up(ServicesConfig declared, List<String> names) {
        names.forEach(one -> {
            if (declared.service(one).isEmpty()) {
                throw unknown(
                        one,
                        declared.services().stream()
                                .map(ServicesConfig.Service::name)
                                .toList());
            }
        });
        Set<String> wanted = declared.withNeeded(names);
        for (ServicesConfig.Service spec : declared.services()) {
            undeclared.remove(spec.name());
            if (!services.containsKey(spec.name())) {
                add(Kept.of(name, spec));
            }
            if (wanted.contains(spec.name())) {
                services.get(spec.name()).want(spec);
            }
        }
        for (Supervised service : services.values()) {
            if (declared.service(service.kept().name()).isEmpty()) {
                undeclared.add(service.kept().name());
                service.unwant();
            }
        }
        changed();
    }

    /** Ends these, all for none. */
    void down(List<String> names) {
        names.forEach(this::service);
        services.forEach((service, supervised) -> {
            if (names.isEmpty() || names.contains(service)) {
                supervised.unwant();
            }
        });
        changed();
    }

    Supervised restart(String service) {
        Supervised supervised = service(service);
        supervised.restart();
        changed();
        return supervised;
    }

    Supervised service(String service) {
        Supervised supervised = services.get(service);
        if (supervised == null) {
            throw unknown(service, services.keySet());
        }
        return supervised;
    }

    private ContractException unknown(String service, Iterable<String> known) {
        return new ContractException(
                ProblemCode.UNKNOWN_SERVICE,
                "the set " + name + " has no service " + service + ": it has " + String.join(", ", known));
    }

    /** Each after those that it needs. */
    List<Supervised> all() {
        Map<String, Supervised> ordered = new LinkedHashMap<>();
        services.keySet().forEach(service -> visit(service, ordered, new LinkedHashSet<>()));
        return new ArrayList<>(ordered.values());
    }

    private void visit(String service, Map<String, Supervised> ordered, Set<String> above) {
        Supervised supervised = services.get(service);
        if (supervised == null || ordered.containsKey(service) || !above.add(service)) {
            return;
        }
        supervised.kept().spec().dependsOn().forEach(needed -> visit(needed.service(), ordered, above));
        ordered.put(service, supervised);
    }

    @Override
    public Supervised other(String service) {
        return services.get(service);
    }

    @Override
    public boolean isNeeded(String service) {
        return services.values().stream()
                .anyMatch(other -> other.kept().spec().needs(service)
                        && !other.kept().wanted()
                        && other.state().isRunning());
    }

    /** All take their next step, soon and in one go. */
    @Override
    public void changed() {
        if (!due) {
            due = true;
            means.vertx().runOnContext(v -> {
                due = false;
                all().forEach(Supervised::step);
                forget();
            });
        }
    }

    private void forget() {
        for (String service : List.copyOf(undeclared)) {
            Supervised supervised = services.get(service);
            if (supervised == null || supervised.isForgotten()) {
                undeclared.remove(service);
                services.remove(service);
                means.journal().state(name, service, null);
                if (supervised != null) {
                    Kept kept = supervised.kept();
                    means.saving().run(() -> {
                        means.states().remove(kept);
                        return null;
                    });
                }
            }
        }
    }

    @Override
    public void cameBack(String service) {
        services.values().stream()
                .filter(other -> other.state() == SupervisedState.READY || other.state() == SupervisedState.STARTING)
                .filter(other -> other.kept().spec().dependsOn().stream()
                        .anyMatch(d -> d.service().equals(service) && d.restart()))
                .forEach(Supervised::restart);
    }
}
