package io.lotse.meshview;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Counts;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.registry.EndpointQuery;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstancePage;
import io.lotse.contracts.registry.ServiceQuery;

/** Answers questions about instances from the view; every question of HTTP and of the event bus ends here. */
public final class InstanceQueries {
    private final MeshView view;
    private final String ownEnvironment;
    private final AtomicInteger turn = new AtomicInteger();

    /** @param ownEnvironment where a service is looked for if the question does not say where */
    public InstanceQueries(MeshView view, String ownEnvironment) {
        this.view = view;
        this.ownEnvironment = ownEnvironment;
    }

    /**
     * The instances that match, by id.
     *
     * @throws ContractException {@link ProblemCode#UNKNOWN_ENVIRONMENT}
     */
    public InstancePage page(ServiceQuery query) {
        MeshSnapshot snapshot = view.snapshot();
        if (query.environment() != null) {
            snapshot.knownEnvironment(query.environment());
        }
        List<Instance> items = new ArrayList<>();
        for (Instance instance : candidates(snapshot, query)) {
            if (!matches(instance, query)) {
                continue;
            }
            if (items.size() == query.limit()) {
                return new InstancePage(items, items.get(items.size() - 1).serviceId(), snapshot.revision());
            }
            items.add(shown(instance));
        }
        return new InstancePage(items, null, snapshot.revision());
    }

    /**
     * The instance of this id, or in turn one of the active instances of the service of this name in one environment.
     *
     * @throws ContractException {@link ProblemCode#UNKNOWN_SERVICE}, {@link ProblemCode#NO_HEALTHY_INSTANCE} or
     *     {@link ProblemCode#UNKNOWN_ENVIRONMENT}
     */
    public Instance endpoint(EndpointQuery query) {
        String idOrName = query.service();
        if (idOrName == null || idOrName.isBlank()) {
            throw ContractException.invalid("service", "is missing: give an instance's id or a service's name");
        }
        MeshSnapshot snapshot = view.snapshot();
        if (query.environment() != null) {
            snapshot.knownEnvironment(query.environment());
        }
        Instance byId = snapshot.instances().get(idOrName);
        if (byId != null && (query.environment() == null || query.environment().equals(byId.environment()))) {
            return shown(byId);
        }
        String environment = query.environment() == null ? ownEnvironment : query.environment();
        Service service = snapshot.service(idOrName)
                .flatMap(s -> s.in(environment))
                .orElseThrow(() -> unknown(idOrName, environment, snapshot));
        List<Instance> active = service.active();
        if (active.isEmpty()) {
            throw new ContractException(
                    ProblemCode.NO_HEALTHY_INSTANCE,
                    "of " + Counts.of(service.instances().size(), "instance") + " of " + idOrName + " in " + environment
                            + " none is active: send a heartbeat, or register another");
        }
        return shown(active.get(Math.floorMod(turn.getAndIncrement(), active.size())));
    }

    /** The failure for a service that is not in an environment; it names the environments that have it. */
    public static ContractException unknown(String idOrName, String environment, MeshSnapshot snapshot) {
        String elsewhere = snapshot.service(idOrName)
                .map(s -> String.join(", ", new TreeSet<>(s.byEnvironment().keySet())))
                .orElse(null);
        return new ContractException(
                ProblemCode.UNKNOWN_SERVICE,
                elsewhere == null
                        ? "no instance and no service is called " + idOrName + ": GET services lists those there are"
                        : "service " + idOrName + " has no instance in " + environment + ", but in " + elsewhere
                                + ": name that environment");
    }

    /** The instance with its last heartbeat. */
    public Instance shown(Instance i) {
        return view.lastHeartbeats().of(i.serviceId()).map(i::withLastHeartbeat).orElse(i);
    }

    private static Collection<Instance> candidates(MeshSnapshot snapshot, ServiceQuery query) {
        if (query.name() != null) {
            return snapshot.service(query.name()).map(Service::instances).orElse(List.of()).stream()
                    .filter(i -> query.cursor() == null || i.serviceId().compareTo(query.cursor()) > 0)
                    .toList();
        }
        return query.cursor() == null
                ? snapshot.instances().values()
                : snapshot.instances().tailMap(query.cursor() + "\0").values();
    }

    private static boolean matches(Instance i, ServiceQuery query) {
        return (query.type() == null || query.type().equals(i.serviceType()))
                && (query.status() == null || query.status() == i.status())
                && (query.environment() == null || query.environment().equals(i.environment()));
    }
}
