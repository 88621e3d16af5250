package io.lotse.meshview;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstancePage;
import io.lotse.contracts.registry.ServiceQuery;

/** Answers questions about instances from the view; every question of HTTP and of the event bus ends here. */
public final class InstanceQueries {
    private final MeshView view;
    private final AtomicInteger turn = new AtomicInteger();

    public InstanceQueries(MeshView view) {
        this.view = view;
    }

    /** The instances that match, by id. */
    public InstancePage page(ServiceQuery query) {
        MeshSnapshot snapshot = view.snapshot();
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
     * The instance of this id, or in turn one of the active instances of the service of this name.
     *
     * @throws ContractException {@link ProblemCode#UNKNOWN_SERVICE} or {@link ProblemCode#NO_HEALTHY_INSTANCE}
     */
    public Instance endpoint(String idOrName) {
        if (idOrName == null || idOrName.isBlank()) {
            throw ContractException.invalid("service", "is missing: give an instance's id or a service's name");
        }
        MeshSnapshot snapshot = view.snapshot();
        Instance byId = snapshot.instances().get(idOrName);
        if (byId != null) {
            return shown(byId);
        }
        Service service = snapshot.services().get(idOrName);
        if (service == null) {
            throw new ContractException(
                    ProblemCode.UNKNOWN_SERVICE,
                    "no instance and no service is called " + idOrName + ": GET services lists those there are");
        }
        List<Instance> active = service.active();
        if (active.isEmpty()) {
            throw new ContractException(
                    ProblemCode.NO_HEALTHY_INSTANCE,
                    "none of the " + service.instances().size() + " instances of " + idOrName
                            + " is active: send a heartbeat, or register another");
        }
        return shown(active.get(Math.floorMod(turn.getAndIncrement(), active.size())));
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
