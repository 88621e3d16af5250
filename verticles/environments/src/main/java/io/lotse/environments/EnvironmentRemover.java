package io.lotse.environments;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Counts;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.environments.Environment;
import io.lotse.contracts.environments.EnvironmentChange;
import io.lotse.contracts.environments.EnvironmentRemoval;
import io.lotse.contracts.environments.EnvironmentsContract;
import io.lotse.contracts.faults.Fault;
import io.lotse.contracts.ledger.Condition;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.Outcome;
import io.lotse.contracts.ledger.Transaction;
import io.lotse.contracts.registry.Deregistration;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.contracts.registry.RegistryContract;
import io.lotse.meshview.EnvironmentDefaults;
import io.lotse.meshview.LedgerWriter;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.MeshView;

/**
 * Removes environments in steps that can be taken twice: marks the record, so that nothing new is registered; deregisters
 * what is there; deletes the record, the configuration and the faults. Whoever finds a marked record can finish the work.
 */
final class EnvironmentRemover {
    private static final Logger LOG = LoggerFactory.getLogger(EnvironmentRemover.class);
    private static final Duration VIEW_TIMEOUT = Duration.ofSeconds(2);
    private static final int AT_ONCE = 32;
    private static final int SHOWN = 20;
    private static final int MAX_ROUNDS = 8;

    private final EventBus bus;
    private final MeshView view;
    private final LedgerWriter ledger;
    private final FaultKeeper faults;
    private final Clock clock;
    /** What this node is at, by name. */
    private final Map<String, Future<EnvironmentChange>> running = new ConcurrentHashMap<>();

    EnvironmentRemover(EventBus bus, MeshView view, LedgerWriter ledger, FaultKeeper faults, Clock clock) {
        this.bus = bus;
        this.view = view;
        this.ledger = ledger;
        this.faults = faults;
        this.clock = clock;
    }

    /** Answers once nothing is left of the environment. */
    Future<EnvironmentChange> remove(EnvironmentRemoval asked) {
        if (asked.name() == null) {
            return Future.failedFuture(ContractException.invalid("name", "is missing: name an environment"));
        }
        if (EnvironmentDefaults.ENVIRONMENTS.contains(asked.name())) {
            return Future.failedFuture(ContractException.invalid(
                    "name", asked.name() + " is one of the three that Lotse comes with: it cannot be removed"));
        }
        return ledger.fresh(LedgerKeys.environment(asked.name()))
                .compose(now -> mark(asked.name(), asked.confirmed(), now, 0))
                .compose(marked -> finish(marked, "removed"));
    }

    /** Whether this node is removing it at the moment. */
    boolean isAt(String environment) {
        return running.containsKey(environment);
    }

    /** Removes an environment without asking. */
    Future<EnvironmentChange> expire(Environment environment) {
        return mark(environment.name(), true, view.snapshot(), 0).compose(marked -> finish(marked, "its time is over"));
    }

    private Future<Environment> mark(String name, boolean confirmed, MeshSnapshot snapshot, int round) {
        Environment environment = snapshot.knownEnvironment(name);
        if (environment.removingSince() != null) {
            return Future.succeededFuture(environment);
        }
        refuseInUse(name, confirmed, snapshot);
        Environment marked = environment.removing(clock.instant());
        return put(marked, revision(name, snapshot)).compose(outcome -> {
            if (outcome.succeeded()) {
                return ledger.seen(outcome.revision())
                        .compose(now -> unmarkIfInUse(environment, confirmed, now, marked));
            }
            return round + 1 < MAX_ROUNDS
                    ? ledger.seen(outcome.revision()).compose(now -> mark(name, confirmed, now, round + 1))
                    : Future.failedFuture(
                            new ContractException(ProblemCode.CONFLICT, name + " changes all the time: ask again"));
        });
    }

    /** An instance may have been registered between the look and the mark; after the mark none is. */
    private Future<Environment> unmarkIfInUse(
            Environment before, boolean confirmed, MeshSnapshot now, Environment marked) {
        try {
            refuseInUse(before.name(), confirmed, now);
            return Future.succeededFuture(marked);
        } catch (ContractException inUse) {
            return put(before, revision(before.name(), now)).compose(v -> Future.failedFuture(inUse));
        }
    }

    private Future<Outcome> put(Environment environment, long ifRevision) {
        String key = LedgerKeys.environment(environment.name());
        return ledger.commit(Transaction.of(
                clock.instant(),
                List.of(Condition.unchanged(key, ifRevision)),
                List.of(Mutation.put(key, environment))));
    }

    private static long revision(String name, MeshSnapshot snapshot) {
        return snapshot.entry(LedgerKeys.environment(name))
                .map(Entry::modRevision)
                .orElse(0L);
    }

    private static void refuseInUse(String name, boolean confirmed, MeshSnapshot snapshot) {
        List<Instance> active = confirmed
                ? List.of()
                : instances(name, snapshot).stream()
                        .filter(i -> i.status() == InstanceStatus.ACTIVE)
                        .toList();
        if (active.isEmpty()) {
            return;
        }
        String shown = active.stream()
                .limit(SHOWN)
                .map(i -> i.serviceId() + " (" + i.ipAddress() + ":" + i.port() + ")")
                .collect(Collectors.joining(", "));
        String more = active.size() > SHOWN ? " and " + (active.size() - SHOWN) + " more" : "";
        throw new ContractException(
                ProblemCode.ENVIRONMENT_IN_USE,
                Counts.are(active.size(), "instance") + " active in " + name + ": " + shown + more
                        + "; end them, or confirm (--yes, confirm=true) that they go with it",
                active.stream()
                        .limit(SHOWN)
                        .map(i -> new FieldError("instance/" + i.serviceId(), "is active"))
                        .toList());
    }

    private static List<Instance> instances(String environment, MeshSnapshot snapshot) {
        return snapshot.instances().values().stream()
                .filter(i -> environment.equals(i.environment()))
                .toList();
    }

    /** Does what is left to be done of a removal. */
    Future<EnvironmentChange> finish(Environment marked, String reason) {
        return running.computeIfAbsent(marked.name(), name -> ledger.fresh(LedgerKeys.environment(name))
                        .compose(now -> empty(name, now, 0))
                        .compose(gone -> delete(marked, gone, reason)))
                .onComplete(done -> running.remove(marked.name()));
    }

    /**
     * Deregisters what is there while the record is marked: afterwards it may be another environment of that name.
     *
     * @return how many instances went
     */
    private Future<Integer> empty(String name, MeshSnapshot snapshot, int gone) {
        List<Instance> left = isMarked(name, snapshot) ? instances(name, snapshot) : List.of();
        if (left.isEmpty()) {
            return Future.succeededFuture(gone);
        }
        List<Future<Void>> batch = new ArrayList<>();
        left.stream().limit(AT_ONCE).forEach(i -> batch.add(deregister(i.serviceId())));
        return Future.join(batch)
                .compose(v -> ledger.fresh(LedgerKeys.INSTANCES))
                .compose(now -> empty(name, now, gone + batch.size()));
    }

    private static boolean isMarked(String name, MeshSnapshot snapshot) {
        return snapshot.environment(name).filter(e -> e.removingSince() != null).isPresent();
    }

    private Future<Void> deregister(String serviceId) {
        return RegistryContract.DEREGISTER
                .call(bus, new Deregistration(serviceId, null))
                .<Void>mapEmpty()
                .recover(e -> e instanceof ContractException c && c.code() == ProblemCode.UNKNOWN_INSTANCE
                        ? Future.succeededFuture()
                        : Future.failedFuture(e));
    }

    /** Another node may have been faster with the very same. */
    private Future<EnvironmentChange> delete(Environment marked, int gone, String reason) {
        String key = LedgerKeys.environment(marked.name());
        MeshSnapshot snapshot = view.snapshot();
        EnvironmentChange change = new EnvironmentChange(marked, reason, gone, clock.instant());
        if (!isMarked(marked.name(), snapshot)) {
            return Future.succeededFuture(change);
        }
        List<Fault> ending = snapshot.faults(marked.name());
        List<Mutation> all =
                new ArrayList<>(List.of(Mutation.delete(key), Mutation.delete(LedgerKeys.config(marked.name()))));
        ending.forEach(f -> all.add(Mutation.delete(LedgerKeys.fault(f.environment(), f.name()))));
        Transaction last = Transaction.of(
                clock.instant(), List.of(Condition.unchanged(key, revision(marked.name(), snapshot))), all);
        return ledger.commit(last)
                .compose(outcome -> {
                    if (outcome.succeeded()) {
                        faults.tellRemoved(ending);
                        LOG.info(
                                "event=environment_removed environment={} instances={} reason=\"{}\" revision={}",
                                marked.name(),
                                gone,
                                reason,
                                outcome.revision());
                        EnvironmentsContract.ENVIRONMENT_REMOVED.publish(bus, change);
                    }
                    return view.reached(outcome.revision(), VIEW_TIMEOUT).otherwise(view.snapshot());
                })
                .map(change);
    }
}
