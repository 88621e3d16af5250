package io.lotse.registry;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ledger.Condition;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Outcome;
import io.lotse.contracts.ledger.Transaction;
import io.lotse.contracts.ports.TenancyEnd;
import io.lotse.contracts.registry.Deregistration;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstanceChange;
import io.lotse.contracts.registry.Reclaim;
import io.lotse.contracts.registry.RegistryContract;
import io.lotse.meshview.IdempotentRequest;
import io.lotse.meshview.InstanceQueries;
import io.lotse.meshview.LedgerWriter;

/** Forgets instances and releases their ports, both or neither. */
final class Deregistrar {
    private static final Logger LOG = LoggerFactory.getLogger(Deregistrar.class);
    private static final int MAX_ROUNDS = 8;
    private static final String RECLAIMED = "reclaimed: ";
    private static final IdempotentRequest EVERY_TIME = IdempotentRequest.of("reclaim", null, null);

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
        Deregistration content = new Deregistration(asked.serviceId(), null, asked.ifRevision());
        IdempotentRequest request = IdempotentRequest.of("deregister", asked.idempotencyKey(), content);
        return ledger.earlier(request)
                .compose(earlier -> earlier.isPresent()
                        ? answer(earlier.get(), null, null)
                        : attempt(asked, request, 0).recover(e -> ledger.madeMeanwhile(request, e)
                                .compose(made -> answer(made, null, null))));
    }

    private Future<InstanceChange> attempt(Deregistration asked, IdempotentRequest request, int round) {
        return find(asked).compose(found -> {
            InstanceChange change =
                    new InstanceChange(queries.shown(found.instance()), "deregistered", clock.instant());
            Departure departure = departure(found, change, List.of());
            return ledger.commit(transaction(departure, change, request, List.of()))
                    .compose(outcome -> {
                        if (outcome.succeeded()) {
                            return answer(outcome, change, departure);
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

    /** Looks once more before it says that the instance has changed: the own view may be behind what the asker has read. */
    private Future<KnownInstances.Found> find(Deregistration asked) {
        Long wanted = asked.ifRevision();
        return instances.find(asked.serviceId()).compose(found -> {
            if (wanted == null || wanted == found.instance().revision()) {
                return Future.succeededFuture(found);
            }
            return ledger.fresh(LedgerKeys.instance(asked.serviceId()))
                    .compose(v -> instances.find(asked.serviceId()))
                    .compose(now -> wanted == now.instance().revision()
                            ? Future.succeededFuture(now)
                            : Future.failedFuture(changed(asked, now.instance())));
        });
    }

    private static ContractException changed(Deregistration asked, Instance now) {
        return new ContractException(
                ProblemCode.CONFLICT,
                asked.serviceId() + " is at revision " + now.revision() + ", not at " + asked.ifRevision()
                        + ": nothing was changed; look at it again, and deregister it if it is to go all the same");
    }

    /** Answers as {@link #deregister}, if the instance and its processes are what the host's agent looked at. */
    Future<InstanceChange> reclaim(Reclaim proved) {
        return instances.find(proved.serviceId()).compose(found -> {
            String key = LedgerKeys.process(proved.serviceId());
            long seen = found.snapshot().entry(key).map(Entry::modRevision).orElse(0L);
            if (found.instance().revision() != proved.revision() || seen != proved.processesRevision()) {
                return Future.failedFuture(changed(proved));
            }
            InstanceChange change =
                    new InstanceChange(queries.shown(found.instance()), RECLAIMED + proved.proof(), clock.instant());
            List<Condition> fence = List.of(Condition.unchanged(key, proved.processesRevision()));
            Departure departure = departure(found, change, fence);
            return ledger.commit(transaction(departure, change, EVERY_TIME, fence))
                    .compose(outcome -> outcome.succeeded()
                            ? answer(outcome, change, departure)
                            : Future.failedFuture(changed(proved)));
        });
    }

    private static ContractException changed(Reclaim proved) {
        return new ContractException(
                ProblemCode.CONFLICT, proved.serviceId() + " has changed since its host's agent looked: look again");
    }

    /** @param fence what was looked at where the host's agent reclaims; empty where the owner lets go */
    private Departure departure(KnownInstances.Found found, InstanceChange change, List<Condition> fence) {
        TenancyEnd why = fence.isEmpty() ? TenancyEnd.RELEASED : TenancyEnd.RECLAIMED;
        Instance instance = found.instance();
        return Departure.of(instance, found.snapshot(), Set.of(instance.serviceId()), change.at(), why);
    }

    private Transaction transaction(
            Departure departure, InstanceChange change, IdempotentRequest request, List<Condition> fence) {
        List<Condition> conditions = new ArrayList<>(fence);
        conditions.addAll(departure.conditions());
        return request.transaction(change, clock.instant(), conditions, List.of(), departure.mutations());
    }

    /** @param departure what was committed just now; null where the outcome is an earlier request's */
    private Future<InstanceChange> answer(Outcome outcome, InstanceChange own, Departure departure) {
        InstanceChange change =
                outcome.repeated() ? ContractCodec.decode(new JsonObject(outcome.memo()), InstanceChange.class) : own;
        if (!outcome.repeated()) {
            LOG.info(
                    "event=instance_deregistered service_id={} service={} host={} port={} revision={} reason=\"{}\"",
                    change.instance().serviceId(),
                    change.instance().serviceName(),
                    change.instance().host(),
                    change.instance().port(),
                    outcome.revision(),
                    change.reason());
            RegistryContract.INSTANCE_DEREGISTERED.publish(bus, change);
            departure.tell(bus);
        }
        return ledger.seen(outcome.revision()).map(change);
    }
}
