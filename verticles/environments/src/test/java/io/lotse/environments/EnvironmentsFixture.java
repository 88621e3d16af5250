package io.lotse.environments;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Operation;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.environments.EnvironmentCreation;
import io.lotse.contracts.environments.EnvironmentKind;
import io.lotse.contracts.ledger.LedgerContract;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.Transaction;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.registry.Deregistration;
import io.lotse.contracts.registry.InstanceChange;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.contracts.registry.RegisteredInstance;
import io.lotse.contracts.registry.RegistryContract;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.MeshView;
import io.lotse.testfaults.SettableClock;
import io.lotse.testsupport.Bus;
import io.lotse.testsupport.TestLedger;

/**
 * The room on a real ledger, with a stand-in for the registry that deregisters in the ledger alone. One for all tests of a
 * class, each of which begins with an empty ledger.
 */
final class EnvironmentsFixture implements BeforeEachCallback, AfterAllCallback {
    static final String HOST = "host-a";

    final Vertx vertx = Vertx.vertx();
    final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
    final TestLedger ledger = TestLedger.start(vertx);
    final List<String> deregistered = new CopyOnWriteArrayList<>();
    private volatile int refusals;

    EnvironmentsFixture() {
        wait(RegistryContract.DEREGISTER
                .serve(vertx.eventBus(), this::deregister)
                .completion());
        wait(vertx.deployVerticle(
                new EnvironmentsVerticle(new EnvironmentsConfig("run-1", "node-a"), ledger.view(), clock)));
    }

    MeshView view() {
        return ledger.view();
    }

    @Override
    public void beforeEach(ExtensionContext test) {
        deregistered.clear();
        ledger.emptyExcept(LedgerKeys.DUTIES);
    }

    /** The next so many deregistrations fail as they do without a ledger. */
    void refuseDeregistrations(int count) {
        refusals = count;
    }

    private Future<InstanceChange> deregister(Deregistration asked) {
        if (refusals > 0) {
            refusals--;
            return Future.failedFuture(new ContractException(ProblemCode.LEDGER_UNAVAILABLE, "no ledger"));
        }
        deregistered.add(asked.serviceId());
        MeshSnapshot snapshot = view().snapshot();
        List<Mutation> gone = new ArrayList<>(List.of(Mutation.delete(LedgerKeys.instance(asked.serviceId()))));
        snapshot.allocationKeysOf(asked.serviceId()).forEach(key -> gone.add(Mutation.delete(key)));
        InstanceChange change =
                new InstanceChange(snapshot.instance(asked.serviceId()).orElseThrow(), "deregistered", clock.instant());
        return LedgerContract.COMMIT
                .call(vertx.eventBus(), Transaction.of(clock.instant(), List.of(), gone))
                .compose(outcome -> view().reached(outcome.revision(), Duration.ofSeconds(60)))
                .map(change);
    }

    void register(String id, String environment, String type, int port, InstanceStatus status) {
        RegisteredInstance instance = new RegisteredInstance(
                id,
                "orders",
                type,
                "127.0.0.1",
                HOST,
                Protocol.TCP,
                status,
                null,
                null,
                null,
                environment,
                null,
                null,
                null,
                Instant.EPOCH,
                false);
        Allocation allocation = new Allocation(HOST, Protocol.TCP, null, id, Instant.EPOCH, true);
        ledger.put(
                Mutation.put(LedgerKeys.instance(id), instance),
                Mutation.put(LedgerKeys.allocation(HOST, Protocol.TCP, port), allocation));
    }

    static EnvironmentCreation creation(String name) {
        return new EnvironmentCreation(name, null, null, null, false, null, null, null);
    }

    static EnvironmentCreation creation(String name, EnvironmentKind kind, Integer ports) {
        return new EnvironmentCreation(name, kind, ports, null, false, null, null, null);
    }

    <Q, R> R call(Operation<Q, R> operation, Q request) {
        return Bus.call(vertx, operation, request);
    }

    <Q, R> ContractException failure(Operation<Q, R> operation, Q request) {
        return Bus.failure(vertx, operation, request);
    }

    static <T> T wait(Future<T> future) {
        return Bus.wait(future);
    }

    Clock clock() {
        return clock;
    }

    @Override
    public void afterAll(ExtensionContext tests) {
        ledger.close();
        wait(vertx.close());
    }
}
