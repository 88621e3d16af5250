package io.lotse.registry;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Counts;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ledger.Condition;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.Transaction;
import io.lotse.contracts.ports.TenancyEnd;
import io.lotse.contracts.registry.BulkDeregistration;
import io.lotse.contracts.registry.DeregisteredInstances;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstanceChange;
import io.lotse.contracts.registry.RegistryContract;
import io.lotse.meshview.LedgerWriter;
import io.lotse.meshview.MeshSnapshot;

/** Forgets many instances, so many at a time that no transaction is large. */
final class BulkDeregistrar {
    private static final Logger LOG = LoggerFactory.getLogger(BulkDeregistrar.class);
    private static final int AT_ONCE = 50;
    private static final int MAX_REFUSALS = 8;

    private final EventBus bus;
    private final LedgerWriter ledger;
    private final Clock clock;

    BulkDeregistrar(EventBus bus, LedgerWriter ledger, Clock clock) {
        this.bus = bus;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Answers once none of them is left in the ledger and in the own view. */
    Future<DeregisteredInstances> deregister(BulkDeregistration asked) {
        if ((asked.environment() == null) == (asked.serviceIds() == null)) {
            throw ContractException.invalid(
                    "environment", "or service_ids must be given, and not both: say which instances");
        }
        return ledger.fresh("").compose(snapshot -> next(asked, snapshot, new TreeSet<>(), 0));
    }

    private Future<DeregisteredInstances> next(
            BulkDeregistration asked, MeshSnapshot snapshot, Set<String> gone, int refusals) {
        List<Instance> some = left(asked, snapshot);
        if (some.isEmpty()) {
            LOG.info("event=instances_deregistered environment={} count={}", asked.environment(), gone.size());
            return Future.succeededFuture(new DeregisteredInstances(List.copyOf(gone)));
        }
        if (refusals == MAX_REFUSALS) {
            return Future.failedFuture(new ContractException(
                    ProblemCode.OUTCOME_UNKNOWN,
                    Counts.of(gone.size(), "instance was", "instances were")
                            + " deregistered, and others change all the time: ask again for those that are" + " left"));
        }
        Instant now = clock.instant();
        Set<String> leaving = new HashSet<>();
        some.forEach(i -> leaving.add(i.serviceId()));
        List<Departure> departures = some.stream()
                .map(i -> Departure.of(i, snapshot, leaving, now, TenancyEnd.RELEASED))
                .toList();
        return ledger.commit(transaction(departures, now)).compose(outcome -> {
            if (outcome.succeeded()) {
                departures.forEach(departure -> departure.tell(bus));
                some.forEach(i -> RegistryContract.INSTANCE_DEREGISTERED.publish(
                        bus, new InstanceChange(i, "deregistered", now)));
                gone.addAll(leaving);
            }
            return ledger.seen(outcome.revision())
                    .compose(later -> next(asked, later, gone, outcome.succeeded() ? 0 : refusals + 1));
        });
    }

    private static List<Instance> left(BulkDeregistration asked, MeshSnapshot snapshot) {
        return asked.serviceIds() != null
                ? asked.serviceIds().stream()
                        .distinct()
                        .flatMap(id -> snapshot.instance(id).stream())
                        .limit(AT_ONCE)
                        .toList()
                : snapshot.instances().values().stream()
                        .filter(i -> i.environment().equals(asked.environment()))
                        .limit(AT_ONCE)
                        .toList();
    }

    private static Transaction transaction(List<Departure> departures, Instant now) {
        List<Condition> conditions = new ArrayList<>();
        List<Mutation> mutations = new ArrayList<>();
        for (Departure departure : departures) {
            conditions.addAll(departure.conditions());
            mutations.addAll(departure.mutations());
        }
        return Transaction.of(now, conditions, mutations);
    }
}
