package io.lotse.testsupport;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ledger.Condition;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.LedgerContract;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.Outcome;
import io.lotse.contracts.ledger.Transaction;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.registry.Deregistration;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstanceChange;
import io.lotse.contracts.registry.RegisteredInstance;
import io.lotse.contracts.registry.Registration;
import io.lotse.contracts.registry.RegistryContract;
import io.lotse.contracts.registry.StatusReport;
import io.lotse.meshview.MeshSnapshot;

/**
 * What a room that imports instances sees of the registry, which is a sibling: registrations that bring their port, into
 * the real ledger.
 */
public final class RegistryStandIn {
    private static final long PATIENCE_SECONDS = 60;

    private final Vertx vertx;
    private final TestLedger ledger;
    private final AtomicInteger refusals = new AtomicInteger();
    private final List<Registration> registrations = new CopyOnWriteArrayList<>();
    private final List<String> deregistered = new CopyOnWriteArrayList<>();

    /** Serves from now on. */
    public RegistryStandIn(Vertx vertx, TestLedger ledger) {
        this.vertx = vertx;
        this.ledger = ledger;
        Bus.wait(Future.all(
                RegistryContract.REGISTER
                        .serve(vertx.eventBus(), this::register)
                        .completion(),
                RegistryContract.DEREGISTER
                        .serve(vertx.eventBus(), this::deregister)
                        .completion(),
                RegistryContract.REPORT_STATUS
                        .serve(vertx.eventBus(), this::report)
                        .completion()));
    }

    /** The next registrations are refused, as while the ledger takes no writes. */
    public void refuse(int times) {
        refusals.set(times);
    }

    /** Forgets what it was asked so far. */
    public void clear() {
        registrations.clear();
        deregistered.clear();
        refusals.set(0);
    }

    /** All that were asked for, also those that were refused. */
    public List<Registration> registrations() {
        return List.copyOf(registrations);
    }

    /** The ids of all that were asked to be forgotten. */
    public List<String> deregistered() {
        return List.copyOf(deregistered);
    }

    private Future<Instance> register(Registration r) {
        registrations.add(r);
        if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            return Future.failedFuture(new ContractException(ProblemCode.LEDGER_UNAVAILABLE, "no writes now"));
        }
        String key = LedgerKeys.instance(r.serviceId());
        String port = LedgerKeys.allocation(r.ipAddress(), r.protocol(), r.port());
        Transaction both = Transaction.of(
                Instant.EPOCH,
                List.of(Condition.absent(key), Condition.absent(port)),
                List.of(
                        Mutation.put(key, instance(r)),
                        Mutation.put(
                                port,
                                new Allocation(
                                        r.ipAddress(), r.protocol(), null, r.serviceId(), Instant.EPOCH, true))));
        return commit(both).compose(outcome -> {
            if (!outcome.succeeded()) {
                ProblemCode code =
                        key.equals(outcome.failedKey()) ? ProblemCode.INSTANCE_EXISTS : ProblemCode.PORT_TAKEN;
                return Future.failedFuture(new ContractException(code, "held by another"));
            }
            return seen(outcome).map(s -> s.instance(r.serviceId()).orElseThrow());
        });
    }

    private static RegisteredInstance instance(Registration r) {
        return new RegisteredInstance(
                r.serviceId(),
                r.serviceName(),
                r.serviceType(),
                r.ipAddress(),
                r.ipAddress(),
                r.protocol(),
                r.status(),
                null,
                null,
                r.restartScript(),
                r.environment(),
                r.dependencies(),
                r.healthPath(),
                r.metadata(),
                Instant.EPOCH,
                false);
    }

    private Future<InstanceChange> deregister(Deregistration asked) {
        deregistered.add(asked.serviceId());
        MeshSnapshot now = ledger.view().snapshot();
        return now.instance(asked.serviceId())
                .map(instance -> commit(Transaction.of(
                                Instant.EPOCH,
                                List.of(),
                                List.of(
                                        Mutation.delete(LedgerKeys.instance(asked.serviceId())),
                                        Mutation.delete(LedgerKeys.allocation(
                                                instance.ipAddress(), instance.protocol(), instance.port())))))
                        .compose(this::seen)
                        .map(new InstanceChange(instance, "deregistered", Instant.EPOCH)))
                .orElseGet(() ->
                        Future.failedFuture(new ContractException(ProblemCode.UNKNOWN_INSTANCE, asked.serviceId())));
    }

    private Future<InstanceChange> report(StatusReport report) {
        Entry held = ledger.view()
                .snapshot()
                .entry(LedgerKeys.instance(report.serviceId()))
                .orElseThrow();
        RegisteredInstance was = ContractCodec.decode(new JsonObject(held.value()), RegisteredInstance.class);
        return commit(Transaction.of(
                        Instant.EPOCH,
                        List.of(Condition.unchanged(held.key(), report.revision())),
                        List.of(Mutation.put(held.key(), was.with(report.status())))))
                .compose(outcome -> outcome.succeeded()
                        ? seen(outcome)
                        : Future.failedFuture(new ContractException(ProblemCode.CONFLICT, "changed since")))
                .map(s -> new InstanceChange(s.instance(report.serviceId()).orElseThrow(), "", Instant.EPOCH));
    }

    private Future<Outcome> commit(Transaction transaction) {
        return LedgerContract.COMMIT.call(vertx.eventBus(), transaction);
    }

    private Future<MeshSnapshot> seen(Outcome outcome) {
        return ledger.view().reached(outcome.revision(), Duration.ofSeconds(PATIENCE_SECONDS));
    }
}
