package io.lotse.observer;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ledger.Condition;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.LedgerContract;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.Transaction;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.registry.InstanceChange;
import io.lotse.contracts.registry.RegisteredInstance;
import io.lotse.contracts.registry.RegistryContract;
import io.lotse.contracts.registry.StatusReport;
import io.lotse.testsupport.TestLedger;

/** What the observer sees of the registry, which is a sibling: instances in the real ledger, status by compare-and-set. */
final class RegistryStandIn {
    private final EventBus bus;
    private final TestLedger ledger;
    /** All status reports, those that were refused too. */
    final List<StatusReport> reports = new CopyOnWriteArrayList<>();

    private int refusals;

    RegistryStandIn(EventBus bus, TestLedger ledger) {
        this.bus = bus;
        this.ledger = ledger;
        RegistryContract.REPORT_STATUS.serve(bus, this::report);
    }

    /** The next reports are refused, as while the ledger takes no writes. */
    synchronized void refuse(int times) {
        refusals = times;
    }

    void register(RegisteredInstance instance, int port) {
        String id = instance.serviceId();
        // a space each, so that several instances may stand for one listener
        String space = "space-of-" + id;
        ledger.put(
                Mutation.put(LedgerKeys.instance(id), instance),
                Mutation.put(
                        LedgerKeys.allocation(space, Protocol.TCP, port),
                        new Allocation(space, Protocol.TCP, null, id, Samples.REGISTERED_AT, true)));
    }

    void deregister(String id) {
        ledger.put(Mutation.delete(LedgerKeys.instance(id)));
    }

    /** Forgets everything. */
    synchronized void clear() {
        ledger.put(ledger.view().snapshot().entries().stream()
                .map(e -> Mutation.delete(e.key()))
                .toArray(Mutation[]::new));
        reports.clear();
        refusals = 0;
    }

    private synchronized Future<InstanceChange> report(StatusReport report) {
        reports.add(report);
        if (refusals > 0) {
            refusals--;
            return Future.failedFuture(new ContractException(ProblemCode.LEDGER_UNAVAILABLE, "no writes now"));
        }
        Entry held = ledger.view()
                .snapshot()
                .entry(LedgerKeys.instance(report.serviceId()))
                .orElseThrow();
        RegisteredInstance now = ContractCodec.decode(new JsonObject(held.value()), RegisteredInstance.class);
        Transaction write = Transaction.of(
                Instant.EPOCH,
                List.of(Condition.unchanged(held.key(), report.revision())),
                List.of(Mutation.put(held.key(), now.with(report.status()))));
        return LedgerContract.COMMIT
                .call(bus, write)
                .compose(outcome -> outcome.succeeded()
                        ? Future.succeededFuture(new InstanceChange(null, report.reason(), Instant.EPOCH))
                        : Future.failedFuture(new ContractException(ProblemCode.CONFLICT, "changed since")));
    }
}
