package io.lotse.registry;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ledger.Claim;
import io.lotse.contracts.ledger.Condition;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.Outcome;
import io.lotse.contracts.ledger.Transaction;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.ports.PortsContract;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstanceChange;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.contracts.registry.RegisteredInstance;
import io.lotse.contracts.registry.Registration;
import io.lotse.contracts.registry.RegistryContract;
import io.lotse.meshview.IdempotentRequest;
import io.lotse.meshview.LedgerWriter;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.MeshView;

/** Registers instances: the instance and its port go into the ledger together or not at all. */
final class Registrar {
    private static final Logger LOG = LoggerFactory.getLogger(Registrar.class);
    /** Others may be faster with every port that was found; each round asks for more of them. */
    private static final int MAX_ROUNDS = 8;

    private final EventBus bus;
    private final RegistryConfig config;
    private final MeshView view;
    private final LedgerWriter ledger;
    private final PortFinder ports;
    private final Clock clock;

    Registrar(EventBus bus, RegistryConfig config, MeshView view, LedgerWriter ledger, PortFinder ports, Clock clock) {
        this.bus = bus;
        this.config = config;
        this.view = view;
        this.ledger = ledger;
        this.ports = ports;
        this.clock = clock;
    }

    /** Answers once the instance is in the ledger and in the own view. */
    Future<Instance> register(Registration asked) {
        IdempotentRequest request =
                IdempotentRequest.of("register", asked.idempotencyKey(), Registrations.withoutKey(asked));
        Registration complete = Registrations.complete(asked, config.defaultEnvironment());
        RegistrationCheck.check(complete);
        return ledger.earlier(request)
                .compose(earlier -> earlier.isPresent()
                        ? answer(earlier.get(), null)
                        : upToDate(complete)
                                .compose(v -> attempt(complete, request))
                                .recover(e -> ledger.madeMeanwhile(request, e).compose(made -> answer(made, null))));
    }

    /** Asks the ledger where the own view would refuse: another node may have changed it a moment ago. */
    private Future<Void> upToDate(Registration asked) {
        MeshSnapshot known = view.snapshot();
        String id = asked.serviceId();
        boolean taken = id != null && known.instance(id).isPresent();
        boolean needsMore =
                asked.dependencies().stream().anyMatch(d -> known.instance(d).isEmpty());
        if (!taken && !needsMore) {
            return Future.succeededFuture();
        }
        return ledger.fresh(LedgerKeys.instance(id == null ? "" : id)).compose(snapshot -> {
            Optional<Instance> other = id == null ? Optional.empty() : snapshot.instance(id);
            return other.isPresent() ? Future.failedFuture(exists(other.get())) : Future.succeededFuture();
        });
    }

    /** A port that the own view shows as taken may have been released on another node a moment ago. */
    private Future<Instance> attempt(Registration asked, IdempotentRequest request) {
        long known = view.snapshot().revision();
        return attempt(asked, request, 0).recover(e -> {
            boolean taken = e instanceof ContractException c && c.code() == ProblemCode.PORT_TAKEN;
            return !taken
                    ? Future.failedFuture(e)
                    : ledger.fresh("")
                            .compose(now ->
                                    now.revision() > known ? attempt(asked, request, 0) : Future.failedFuture(e));
        });
    }

    private Future<Instance> attempt(Registration asked, IdempotentRequest request, int round) {
        MeshSnapshot snapshot = view.snapshot();
        String ip = asked.ipAddress() != null
                ? asked.ipAddress()
                : snapshot.config(asked.environment()).config().serviceIpBase();
        Placement place = Placement.of(ip, config.host(), snapshot);
        RegisteredInstance instance = instance(asked, ip, place);
        Dependencies.check(instance.serviceId(), instance.dependencies(), snapshot.instances());
        return ports.find(asked, ip, place, round).compose(found -> {
            RegisterMemo memo = new RegisterMemo(instance, allocation(instance, found.verified()));
            return ledger.commit(transaction(memo, found.ports(), request))
                    .compose(outcome -> outcome.succeeded()
                            ? answer(outcome, memo)
                            : refused(outcome, instance).compose(v -> again(asked, request, round + 1)))
                    .onComplete(end -> found.done().run());
        });
    }

    private Future<Instance> again(Registration asked, IdempotentRequest request, int round) {
        return round < MAX_ROUNDS ? attempt(asked, request, round) : Future.failedFuture(tooManyRivals());
    }

    private RegisteredInstance instance(Registration r, String ip, Placement place) {
        String id = r.serviceId() != null
                ? r.serviceId()
                : r.serviceName() + "-" + UUID.randomUUID().toString().substring(0, 8);
        return new RegisteredInstance(
                id,
                r.serviceName(),
                r.serviceType(),
                ip,
                place.host(),
                r.protocol(),
                r.status() == null ? InstanceStatus.ACTIVE : r.status(),
                r.preferredPort(),
                r.portRange(),
                r.restartScript(),
                r.environment(),
                r.dependencies(),
                r.healthPath(),
                r.metadata(),
                clock.instant(),
                false);
    }

    private static Allocation allocation(RegisteredInstance instance, boolean verified) {
        return new Allocation(
                instance.host(), instance.protocol(), null, instance.serviceId(), instance.registeredAt(), verified);
    }

    private Transaction transaction(RegisterMemo memo, List<Integer> candidates, IdempotentRequest request) {
        RegisteredInstance instance = memo.instance();
        String key = LedgerKeys.instance(instance.serviceId());
        List<Condition> conditions = new ArrayList<>();
        conditions.add(Condition.absent(key));
        instance.dependencies().forEach(id -> conditions.add(Condition.present(LedgerKeys.instance(id))));
        List<String> allocationKeys = candidates.stream()
                .map(port -> LedgerKeys.allocation(instance.host(), instance.protocol(), port))
                .toList();
        return request.transaction(
                memo,
                clock.instant(),
                conditions,
                List.of(Claim.first(allocationKeys, memo.allocation())),
                List.of(Mutation.put(key, instance)));
    }

    /**
     * A repeat is answered from what the ledger kept, so that it gets the very same answer.
     *
     * @param own what was committed just now; null where the outcome is an earlier request's
     */
    private Future<Instance> answer(Outcome outcome, RegisterMemo own) {
        RegisterMemo memo = outcome.repeated() ? RegisterMemo.from(outcome.memo()) : own;
        Allocation allocation = memo.allocationAt(outcome.claimedKeys().get(0));
        Instance instance =
                Instance.of(memo.instance(), allocation.port(), allocation.verified(), null, outcome.revision());
        if (!outcome.repeated()) {
            LOG.info(
                    "event=instance_registered service_id={} service={} host={} port={} environment={} revision={}",
                    instance.serviceId(),
                    instance.serviceName(),
                    instance.host(),
                    instance.port(),
                    instance.environment(),
                    outcome.revision());
            RegistryContract.INSTANCE_REGISTERED.publish(
                    bus, new InstanceChange(instance, "registered", instance.registeredAt()));
            PortsContract.PORT_ALLOCATED.publish(bus, allocation);
        }
        return ledger.seen(outcome.revision()).map(instance);
    }

    /** Succeeds where it is worth another try with other ports. */
    private Future<Void> refused(Outcome outcome, RegisteredInstance instance) {
        return ledger.seen(outcome.revision()).compose(snapshot -> {
            String failed = outcome.failedKey();
            if (failed == null) {
                return Future.succeededFuture();
            }
            if (failed.equals(LedgerKeys.instance(instance.serviceId()))) {
                Optional<Instance> other = snapshot.instance(instance.serviceId());
                return other.isPresent() ? Future.failedFuture(exists(other.get())) : Future.succeededFuture();
            }
            return Future.failedFuture(Dependencies.unknown(List.of(failed.substring(LedgerKeys.INSTANCES.length()))));
        });
    }

    private static ContractException exists(Instance other) {
        return new ContractException(
                ProblemCode.INSTANCE_EXISTS,
                "instance " + other.serviceId() + " is registered already, for service " + other.serviceName() + " at "
                        + other.ipAddress() + ":" + other.port() + " since " + other.registeredAt()
                        + ": choose another service_id, or deregister it first");
    }

    private static ContractException tooManyRivals() {
        return new ContractException(
                ProblemCode.NO_FREE_PORT,
                "others took every port that was found, " + MAX_ROUNDS + " times in a row: ask again");
    }
}
