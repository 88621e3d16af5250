package io.lotse.registry;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ledger.Condition;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.Outcome;
import io.lotse.contracts.ledger.Transaction;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.ports.PortsContract;
import io.lotse.contracts.ports.Reassignment;
import io.lotse.contracts.ports.TenancyEnd;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.ReassignmentStep;
import io.lotse.contracts.registry.RegisteredInstance;
import io.lotse.contracts.registry.Registration;
import io.lotse.meshview.IdempotentRequest;
import io.lotse.meshview.LedgerWriter;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.Placement;
import io.lotse.meshview.PortRelease;

/**
 * Hands a port over from an instance to one of higher priority, in two steps: the holder confirms that it left, and the
 * port is the asker's from then on; the asker says that it listens there, and its former port is free.
 */
final class Reassignments {
    private static final Logger LOG = LoggerFactory.getLogger(Reassignments.class);
    private static final int MAX_ROUNDS = 8;

    private final EventBus bus;
    private final RegistryConfig config;
    private final KnownInstances instances;
    private final LedgerWriter ledger;
    private final PortFinder ports;
    private final Clock clock;

    Reassignments(
            EventBus bus,
            RegistryConfig config,
            KnownInstances instances,
            LedgerWriter ledger,
            PortFinder ports,
            Clock clock) {
        this.bus = bus;
        this.config = config;
        this.instances = instances;
        this.ledger = ledger;
        this.ports = ports;
        this.clock = clock;
    }

    /** One try at a step. */
    @FunctionalInterface
    private interface Attempt {
        Future<Instance> make(MeshSnapshot snapshot, IdempotentRequest request, int round);
    }

    /** What an instance that listens at a port it was asked to leave, or waits to move, should know. */
    static List<Reassignment> of(String serviceId, MeshSnapshot snapshot) {
        return snapshot.reassignments().values().stream()
                .filter(isHolder(serviceId).or(mayMove(serviceId)))
                .toList();
    }

    private static Predicate<Reassignment> isHolder(String serviceId) {
        return r -> r.holder().equals(serviceId) && !r.wasGranted();
    }

    private static Predicate<Reassignment> mayMove(String serviceId) {
        return r -> r.asker().equals(serviceId) && r.wasGranted();
    }

    /** The holder left: answers with its new port. */
    Future<Instance> confirm(ReassignmentStep step) {
        return take("confirm-reassignment", step, (snapshot, request, round) -> {
            Optional<Reassignment> asked = find(snapshot, isHolder(step.serviceId()));
            return asked.isEmpty()
                    ? Future.failedFuture(none("nobody asks " + step.serviceId() + " to leave its port"))
                    : leave(asked.get(), snapshot, request, round);
        });
    }

    /** The asker moved: answers with the port that it holds alone from now on. */
    Future<Instance> complete(ReassignmentStep step) {
        return take("complete-reassignment", step, (snapshot, request, round) -> {
            Optional<Reassignment> granted = find(snapshot, mayMove(step.serviceId()));
            return granted.isEmpty()
                    ? Future.failedFuture(none(step.serviceId() + " was given no port that it may move to"))
                    : settle(granted.get(), snapshot, request);
        });
    }

    private Future<Instance> take(String operation, ReassignmentStep step, Attempt attempt) {
        IdempotentRequest request =
                IdempotentRequest.of(operation, step.idempotencyKey(), new ReassignmentStep(step.serviceId(), null));
        return ledger.earlier(request)
                .compose(earlier -> earlier.isPresent()
                        ? Future.succeededFuture(answered(earlier.get()))
                        : instances
                                .find(step.serviceId())
                                .compose(found -> ledger.fresh(""))
                                .compose(snapshot -> rounds(attempt, snapshot, request, 0))
                                .recover(e -> ledger.madeMeanwhile(request, e).map(Reassignments::answered)));
    }

    /** A null answer means that something had changed since it was looked at. */
    private Future<Instance> rounds(Attempt attempt, MeshSnapshot snapshot, IdempotentRequest request, int round) {
        return attempt.make(snapshot, request, round).compose(made -> {
            if (made != null) {
                return Future.succeededFuture(made);
            }
            return round + 1 == MAX_ROUNDS
                    ? Future.failedFuture(new ContractException(
                            ProblemCode.OUTCOME_UNKNOWN, "the port's holder or asker changes all the time: ask again"))
                    : ledger.fresh("").compose(later -> rounds(attempt, later, request, round + 1));
        });
    }

    private static Instance answered(Outcome outcome) {
        RegisterMemo memo = RegisterMemo.from(outcome.memo());
        String key = outcome.claimedKeys().isEmpty()
                ? "/" + memo.allocation().port()
                : outcome.claimedKeys().get(0);
        return memo.instanceAt(key, outcome.revision());
    }

    private static Optional<Reassignment> find(MeshSnapshot snapshot, Predicate<Reassignment> which) {
        return snapshot.reassignments().values().stream().filter(which).findFirst();
    }

    private Future<Instance> leave(Reassignment asked, MeshSnapshot snapshot, IdempotentRequest request, int round) {
        Optional<RegisteredInstance> holder = snapshot.registered(asked.holder());
        String heldKey = LedgerKeys.allocation(asked.space(), asked.protocol(), asked.port());
        Optional<PortRelease> release = PortRelease.of(snapshot, heldKey, clock.instant(), TenancyEnd.MOVED);
        if (holder.isEmpty()
                || release.isEmpty()
                || snapshot.instance(asked.asker()).isEmpty()) {
            return Future.failedFuture(none(asked.holder() + " need not leave its port, since who asked is gone"));
        }
        RegisteredInstance instance = holder.get();
        Placement place = Placement.of(
                instance.ipAddress(), instance.environment(), instance.protocol(), config.host(), snapshot);
        return ports.find(anyPort(instance), place, round).compose(found -> {
            Allocation next = new Allocation(
                    place.space(), instance.protocol(), null, instance.serviceId(), clock.instant(), found.verified());
            Reassignment granted = asked.granted(clock.instant());
            Transaction move = request.transaction(
                    new RegisterMemo(instance, next, null),
                    clock.instant(),
                    conditions(asked, release.get(), place, snapshot),
                    List.of(Planner.claim(place, instance, found.ports(), next)),
                    mutations(granted, release.get(), instance));
            return ledger.commit(move)
                    .compose(outcome -> outcome.succeeded()
                            ? left(outcome, new RegisterMemo(instance, next, null), granted, release.get())
                            : ledger.seen(outcome.revision()).map((Instance) null))
                    .onComplete(end -> found.done().run());
        });
    }

    private static List<Condition> conditions(
            Reassignment asked, PortRelease release, Placement place, MeshSnapshot snapshot) {
        String key = LedgerKeys.reassignment(asked.space(), asked.protocol(), asked.port());
        List<Condition> conditions = new ArrayList<>(place.conditions());
        conditions.add(release.condition());
        conditions.add(unchanged(key, snapshot));
        conditions.add(unchanged(LedgerKeys.instance(asked.holder()), snapshot));
        conditions.add(Condition.present(LedgerKeys.instance(asked.asker())));
        return conditions;
    }

    private static List<Mutation> mutations(Reassignment granted, PortRelease release, RegisteredInstance instance) {
        List<Mutation> mutations = new ArrayList<>();
        mutations.add(release.note());
        mutations.addAll(HandOver.mutations(granted, release.allocation().verified()));
        mutations.add(Mutation.put(LedgerKeys.instance(instance.serviceId()), instance));
        return mutations;
    }

    private Future<Instance> left(Outcome outcome, RegisterMemo memo, Reassignment granted, PortRelease release) {
        String key = outcome.claimedKeys().get(0);
        if (!outcome.repeated()) {
            LOG.info(
                    "event=reassignment_granted space={} port={} holder={} asker={} revision={}",
                    granted.space(),
                    granted.port(),
                    granted.holder(),
                    granted.asker(),
                    outcome.revision());
            PortsContract.PORT_RELEASED.publish(bus, release.allocation());
            PortsContract.PORT_ALLOCATED.publish(bus, memo.allocationAt(key));
            PortsContract.REASSIGNMENT_GRANTED.publish(bus, granted);
        }
        return ledger.seen(outcome.revision()).map(memo.instanceAt(key, outcome.revision()));
    }

    private Future<Instance> settle(Reassignment granted, MeshSnapshot snapshot, IdempotentRequest request) {
        String takenKey = LedgerKeys.allocation(granted.space(), granted.protocol(), granted.port());
        String key = LedgerKeys.reassignment(granted.space(), granted.protocol(), granted.port());
        Allocation taken = snapshot.allocations().get(takenKey);
        Optional<RegisteredInstance> asker = snapshot.registered(granted.asker());
        if (taken == null || asker.isEmpty()) {
            return Future.succeededFuture();
        }
        String instanceKey = LedgerKeys.instance(granted.asker());
        List<Condition> conditions = new ArrayList<>();
        conditions.add(unchanged(key, snapshot));
        conditions.add(unchanged(takenKey, snapshot));
        conditions.add(unchanged(instanceKey, snapshot));
        List<Mutation> mutations = new ArrayList<>();
        mutations.add(Mutation.delete(key));
        mutations.add(Mutation.put(instanceKey, asker.get()));
        List<Allocation> former = new ArrayList<>();
        snapshot.allocationKeysOf(granted.asker()).stream()
                .filter(held -> !held.equals(takenKey))
                .flatMap(held -> PortRelease.of(snapshot, held, clock.instant(), TenancyEnd.MOVED).stream())
                .forEach(release -> {
                    conditions.add(release.condition());
                    mutations.addAll(release.mutations());
                    former.add(release.allocation());
                });
        RegisterMemo memo = new RegisterMemo(asker.get(), taken, null);
        return ledger.commit(request.transaction(memo, clock.instant(), conditions, List.of(), mutations))
                .compose(outcome -> {
                    if (outcome.succeeded() && !outcome.repeated()) {
                        former.forEach(allocation -> PortsContract.PORT_RELEASED.publish(bus, allocation));
                    }
                    Instance moved = outcome.succeeded() ? memo.instanceAt(takenKey, outcome.revision()) : null;
                    return ledger.seen(outcome.revision()).map(moved);
                });
    }

    private static Condition unchanged(String key, MeshSnapshot snapshot) {
        return Condition.unchanged(
                key, snapshot.entry(key).map(Entry::modRevision).orElse(0L));
    }

    /** Where the holder goes: any port of those that it would be given without a wish. */
    private static Registration anyPort(RegisteredInstance instance) {
        return new Registration(
                instance.serviceId(),
                instance.serviceName(),
                instance.serviceType(),
                instance.ipAddress(),
                instance.protocol(),
                null,
                null,
                instance.portRange(),
                null,
                instance.environment(),
                List.of(),
                null,
                Map.of(),
                null,
                null,
                instance.priority(),
                null);
    }

    private static ContractException none(String what) {
        return new ContractException(ProblemCode.NO_REASSIGNMENT, what + ": GET reassignments lists those under way");
    }
}
