package io.lotse.meshview;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.health.HealthContract;
import io.lotse.contracts.imports.ImportsContract;
import io.lotse.contracts.registry.Deregistration;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.contracts.registry.Registration;
import io.lotse.contracts.registry.RegistryContract;
import io.lotse.contracts.registry.StatusReport;

/**
 * Instances that nobody registers by hand, because they are found elsewhere. Makes the registry hold what it should:
 * compares with the mesh view, so that it does not matter what was done before, by this run of the node or by another.
 * Lives on one event loop, one round at a time.
 */
public final class ImportedInstances {
    private static final Logger LOG = LoggerFactory.getLogger(ImportedInstances.class);
    /** Writes under way at the same time. */
    private static final int LANES = 8;

    private final EventBus bus;
    private final MeshView view;
    private final String source;
    /** What was refused: it is tried again when something may have changed. */
    private final Set<Registration> refused = new HashSet<>();
    /** The reason that was said of what was refused: it is said once. */
    private final Map<Registration, String> said = new HashMap<>();

    /** @param source what the metadata of the instances name that this one keeps */
    public ImportedInstances(EventBus bus, MeshView view, String source) {
        this.bus = bus;
        this.view = view;
        this.source = source;
    }

    /** How many instances are registered. */
    public int registered() {
        return kept().size();
    }

    /** How many registrations were refused. */
    public int refused() {
        return refused.size();
    }

    /** What was refused is tried again at the next round. */
    public void tryAll() {
        refused.clear();
    }

    /**
     * Does what is missing.
     *
     * @param wanted what there should be, by id
     * @return done when all was tried; fails if the registry could not be asked
     */
    public Future<Void> make(Map<String, Registration> wanted) {
        Set<Registration> still = new HashSet<>(wanted.values());
        refused.retainAll(still);
        said.keySet().retainAll(still);
        Queue<Supplier<Future<Void>>> removals = new ArrayDeque<>();
        Queue<Supplier<Future<Void>>> additions = new ArrayDeque<>();
        Map<String, Instance> kept = kept();
        kept.forEach((id, instance) -> {
            Registration now = wanted.get(id);
            if (now == null || !isSame(now, instance)) {
                removals.add(() -> deregister(instance));
            } else if (now.status() != instance.status() && livesByItsSource(instance)) {
                additions.add(() -> report(instance, now.status()));
            }
        });
        wanted.forEach((id, registration) -> {
            boolean there = kept.containsKey(id) && isSame(registration, kept.get(id));
            if (!there && !refused.contains(registration)) {
                additions.add(() -> register(registration));
            }
        });
        return inLanes(removals).compose(v -> inLanes(additions));
    }

    private Map<String, Instance> kept() {
        return view.snapshot().instances().values().stream()
                .filter(i -> source.equals(i.metadata().get(ImportsContract.IMPORTED_FROM)))
                .collect(Collectors.toMap(Instance::serviceId, i -> i));
    }

    private static boolean isSame(Registration wanted, Instance instance) {
        return wanted.serviceName().equals(instance.serviceName())
                && Objects.equals(wanted.serviceType(), instance.serviceType())
                && wanted.ipAddress().equals(instance.ipAddress())
                && wanted.port() == instance.port()
                && wanted.protocol() == instance.protocol()
                && wanted.environment().equals(instance.environment())
                && Objects.equals(wanted.healthPath(), instance.healthPath())
                && wanted.metadata().equals(instance.metadata());
    }

    /** One with a health check of either kind is judged by the observer. */
    private static boolean livesByItsSource(Instance instance) {
        return instance.healthPath() == null
                && !instance.metadata().containsKey(HealthContract.CHECK_METADATA)
                && instance.status() != InstanceStatus.RESTARTING;
    }

    private Future<Void> register(Registration registration) {
        return RegistryContract.REGISTER
                .call(bus, registration)
                .<Void>mapEmpty()
                .recover(e -> {
                    ProblemCode code = code(e);
                    if (code == ProblemCode.INSTANCE_EXISTS) {
                        // another node of this host was faster, or the view is behind: the next round compares
                        return Future.succeededFuture();
                    }
                    if (isAboutTheRegistry(code)) {
                        return Future.failedFuture(e);
                    }
                    refused.add(registration);
                    if (!e.getMessage().equals(said.put(registration, e.getMessage()))) {
                        LOG.warn(
                                "event=import_refused service_id={} service={} source={} reason=\"{}\"",
                                registration.serviceId(),
                                registration.serviceName(),
                                source,
                                e.getMessage());
                    }
                    return Future.succeededFuture();
                });
    }

    private Future<Void> deregister(Instance instance) {
        return RegistryContract.DEREGISTER
                .call(bus, new Deregistration(instance.serviceId(), null))
                .<Void>mapEmpty()
                .recover(e ->
                        code(e) == ProblemCode.UNKNOWN_INSTANCE ? Future.succeededFuture() : Future.failedFuture(e));
    }

    private Future<Void> report(Instance instance, InstanceStatus status) {
        String reason = source + (status == InstanceStatus.ACTIVE ? ": ready" : ": not ready");
        return RegistryContract.REPORT_STATUS
                .call(bus, new StatusReport(instance.serviceId(), instance.revision(), status, reason))
                .<Void>mapEmpty()
                .recover(e -> isAboutTheRegistry(code(e)) ? Future.failedFuture(e) : Future.succeededFuture());
    }

    private static ProblemCode code(Throwable e) {
        return e instanceof ContractException c ? c.code() : ProblemCode.INTERNAL;
    }

    /** Whether it says nothing of the instance, and would be said of all. */
    private static boolean isAboutTheRegistry(ProblemCode code) {
        return switch (code) {
            case LEDGER_UNAVAILABLE, LEDGER_DISK_FULL, NOT_READY, OUTCOME_UNKNOWN -> true;
            default -> false;
        };
    }

    private static Future<Void> inLanes(Queue<Supplier<Future<Void>>> tasks) {
        int lanes = Math.min(LANES, tasks.size());
        return Future.join(IntStream.range(0, lanes)
                        .mapToObj(lane -> oneByOne(tasks))
                        .toList())
                .mapEmpty();
    }

    private static Future<Void> oneByOne(Queue<Supplier<Future<Void>>> tasks) {
        Supplier<Future<Void>> next = tasks.poll();
        return next == null ? Future.succeededFuture() : next.get().compose(v -> oneByOne(tasks));
    }
}
