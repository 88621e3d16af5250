package io.lotse.registry;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ledger.Condition;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.Outcome;
import io.lotse.contracts.ledger.Transaction;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.ports.PortsContract;
import io.lotse.contracts.registry.Deregistration;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstanceChange;
import io.lotse.contracts.registry.RegistryContract;
import io.lotse.meshview.IdempotentRequest;
import io.lotse.meshview.InstanceQueries;
import io.lotse.meshview.LedgerWriter;
import io.lotse.meshview.MeshSnapshot;

/** Forgets instances and releases their ports, both or neither. */
final class Deregistrar {
    private static final Logger LOG = LoggerFactory.getLogger(Deregistrar.class);
    private static final int MAX_ROUNDS = 8;

    private final EventBus bus;
    private final KnownInstances instances;
    private final InstanceQueries queries;
    private final LedgerWriter ledger;
    private final Clock clock;

    Deregistrar(EventBus bus, KnownInstances instances, InstanceQueries queries, LedgerWriter ledger, Clock clock) {
        this.bus = bus;
        this.instances = instances;
        this.queries = queries;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Answers once the instance is gone from the ledger and from the own view. */
    Future<InstanceChange> deregister(Deregistration asked) {
        IdempotentRequest request =
                IdempotentRequest.of("deregister", asked.idempotencyKey(), new Deregistration(asked.serviceId(), null));
        return ledger.earlier(request)
                .compose(earlier -> earlier.isPresent()
                        ? answer(earlier.get(), null, List.of())
                        : attempt(asked, request, 0).recover(e -> ledger.madeMeanwhile(request, e)
                                .compose(made -> answer(made, null, List.of()))));
    }

    private Future<InstanceChange> attempt(Deregistration asked, IdempotentRequest request, int round) {
        return instances.find(asked.serviceId()).compose(found -> {
            List<Allocation> held = found.snapshot().allocationsOf(asked.serviceId());
            InstanceChange change =
                    new InstanceChange(queries.shown(found.instance()), "deregistered", clock.instant());
            return ledger.commit(transaction(found, change, request)).compose(outcome -> {
                if (outcome.succeeded()) {
                    return answer(outcome, change, held);
                }
                if (round + 1 == MAX_ROUNDS) {
                    return Future.failedFuture(new ContractException(
                            ProblemCode.OUTCOME_UNKNOWN,
                            asked.serviceId() + " changes all the time and was not deregistered: ask again"));
                }
                return ledger.seen(outcome.revision()).compose(v -> attempt(asked, request, round + 1));
            });
        });
    }

    private Transaction transaction(KnownInstances.Found found, InstanceChange change, IdempotentRequest request) {
        Instance instance = found.instance();
        MeshSnapshot snapshot = found.snapshot();
        String key = LedgerKeys.instance(instance.serviceId());
        List<Mutation> mutations = new ArrayList<>();
        mutations.add(Mutation.delete(key));
        List<Condition> conditions = new ArrayList<>();
        conditions.add(Condition.unchanged(key, instance.revision()));
        for (String allocation : snapshot.allocationKeysOf(instance.serviceId())) {
            snapshot.entry(allocation).ifPresent(e -> conditions.add(Condition.unchanged(allocation, e.modRevision())));
            mutations.add(Mutation.delete(allocation));
        }
        return request.transaction(change, clock.instant(), conditions, List.of(), mutations);
    }

    private Future<InstanceChange> answer(Outcome outcome, InstanceChange own, List<Allocation> released) {
        InstanceChange change =
                outcome.repeated() ? ContractCodec.decode(new JsonObject(outcome.memo()), InstanceChange.class) : own;
        if (!outcome.repeated()) {
            LOG.info(
                    "event=instance_deregistered service_id={} service={} host={} port={} revision={}",
                    change.instance().serviceId(),
                    change.instance().serviceName(),
                    change.instance().host(),
                    change.instance().port(),
                    outcome.revision());
            RegistryContract.INSTANCE_DEREGISTERED.publish(bus, change);
            released.forEach(allocation -> PortsContract.PORT_RELEASED.publish(bus, allocation));
        }
        return ledger.seen(outcome.revision()).map(change);
    }
}
