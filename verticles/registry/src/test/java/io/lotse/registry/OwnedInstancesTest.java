package io.lotse.registry;

import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.Operation;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.host.HostFacts;
import io.lotse.contracts.host.OwnerProcess;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.ports.TenancyEnd;
import io.lotse.contracts.registry.Deregistration;
import io.lotse.contracts.registry.Heartbeat;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstanceChange;
import io.lotse.contracts.registry.InstanceProcesses;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.contracts.registry.Offer;
import io.lotse.contracts.registry.ProcessReport;
import io.lotse.contracts.registry.Reclaim;
import io.lotse.contracts.registry.RegistryContract;
import io.lotse.testsupport.Bus;
import io.lotse.testsupport.TestLedger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Which processes own an instance, and how it ends when they are proved gone. */
class OwnedInstancesTest {
    private static Vertx vertx;
    private static TestLedger ledger;
    private static Neighbours neighbours;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        ledger = TestLedger.start(vertx);
        ledger.put(Mutation.put(
                LedgerKeys.host(Neighbours.HOST), new HostFacts(Neighbours.HOST, List.of("127.0.0.1"), null, "Linux")));
        neighbours = Neighbours.serve(vertx, ledger.view());
        RegistryConfig config =
                new RegistryConfig(UUID.randomUUID().toString(), "node-1", Neighbours.HOST, "development");
        wait(vertx.deployVerticle(new RegistryVerticle(config, ledger.view(), Clock.systemUTC())));
    }

    @AfterAll
    static void stop() {
        wait(vertx.close());
    }

    @AfterEach
    void forget() {
        neighbours.inUse.clear();
        if (ledger.view().snapshot().instance("a").isPresent()) {
            call(RegistryContract.DEREGISTER, new Deregistration("a", null));
        }
    }

    @Test
    void whoListensAlreadyIsWrittenDownAsTheOwner() {
        neighbours.inUse.put(20_500, "orders");

        register("a", 20_500);

        assertThat(owners("a")).extracting(OwnerProcess::pid).containsExactly(4711L);
        assertThat(owners("a")).extracting(OwnerProcess::mark).containsExactly("mark-4711");
    }

    @Test
    void whereNobodyListensYetNoOwnerIsKnown() {
        register("a", 20_500);

        assertThat(owners("a")).isEmpty();
    }

    @Test
    void aSupervisorSaysWhoseInstanceItIs() {
        register("a", null);

        InstanceProcesses reported = call(RegistryContract.REPORT_PROCESSES, report("a", false, 1L, 2L));

        assertThat(reported.processes()).extracting(OwnerProcess::pid).containsExactly(1L, 2L);
        assertThat(owners("a")).isEqualTo(reported.processes());
    }

    @Test
    void aProcessThatTheAgentDoesNotSeeIsRefused() {
        register("a", null);

        assertThat(failure(RegistryContract.REPORT_PROCESSES, report("a", false, Neighbours.GONE)))
                .isEqualTo(ProblemCode.UNKNOWN_PROCESS);
        assertThat(owners("a")).isEmpty();
    }

    @Test
    void processesOfAContainerAreNotTakenForThoseOfTheHost() {
        register("a", null);

        assertThat(failure(RegistryContract.REPORT_PROCESSES, new ProcessReport("a", List.of(1L), false, "boot/42")))
                .isEqualTo(ProblemCode.UNKNOWN_PROCESS);
        assertThat(owners("a")).isEmpty();
    }

    @Test
    void offersPortsThatCouldBeBoundAndHoldsNone() {
        neighbours.inUse.put(20_000, "nginx");

        Offer offer = call(RegistryContract.OFFER, Requests.registration("orders"));

        assertThat(offer.host()).isEqualTo(Neighbours.HOST);
        assertThat(offer.ipAddress()).isEqualTo("127.0.0.1");
        assertThat(offer.ports()).startsWith(20_001, 20_002);
        assertThat(ledger.view().snapshot().allocations()).isEmpty();
        assertThat(call(RegistryContract.OFFER, Requests.registration("orders")))
                .isEqualTo(offer);
    }

    @Test
    void anInstanceThatIsDownIsInactiveUntilItsNextHeartbeat() {
        register("a", null);

        call(RegistryContract.REPORT_PROCESSES, report("a", true, 1L));
        assertThat(instance("a").status()).isEqualTo(InstanceStatus.INACTIVE);

        call(RegistryContract.HEARTBEAT, new Heartbeat("a"));
        assertThat(instance("a").status()).isEqualTo(InstanceStatus.ACTIVE);
    }

    @Test
    void whatIsProvedGoneIsReclaimedWithItsPort() {
        List<InstanceChange> told = new CopyOnWriteArrayList<>();
        wait(RegistryContract.INSTANCE_DEREGISTERED
                .subscribe(vertx.eventBus(), told::add)
                .completion());
        Instance instance = register("a", null);
        call(RegistryContract.REPORT_PROCESSES, report("a", false, 1L));

        call(RegistryContract.RECLAIM, reclaim("a"));

        assertThat(ledger.view().snapshot().instance("a")).isEmpty();
        assertThat(ledger.view().snapshot().allocation(Neighbours.HOST, Protocol.TCP, instance.port()))
                .isEmpty();
        assertThat(ledger.view()
                        .snapshot()
                        .history(Neighbours.HOST, Protocol.TCP, instance.port())
                        .orElseThrow()
                        .last()
                        .ended())
                .isEqualTo(TenancyEnd.RECLAIMED);
        assertThat(owners("a")).isEmpty();
        await().until(() -> !told.isEmpty());
        assertThat(told).extracting(InstanceChange::reason).containsExactly("reclaimed: pid 1 is gone");
    }

    @Test
    void aProofOfWhatHasChangedSinceReclaimsNothing() {
        register("a", null);
        call(RegistryContract.REPORT_PROCESSES, report("a", false, 1L));
        Reclaim ofTheFirstProcess = reclaim("a");

        call(RegistryContract.REPORT_PROCESSES, report("a", false, 2L));

        assertThat(failure(RegistryContract.RECLAIM, ofTheFirstProcess)).isEqualTo(ProblemCode.CONFLICT);
        assertThat(ledger.view().snapshot().instance("a")).isPresent();
    }

    @Test
    void aNewInstanceOfTheSameIdDoesNotInheritItsPredecessorsOwners() {
        register("a", null);
        call(RegistryContract.REPORT_PROCESSES, report("a", false, 1L));
        call(RegistryContract.DEREGISTER, new Deregistration("a", null));

        register("a", null);

        assertThat(owners("a")).isEmpty();
    }

    private Instance register(String id, Integer port) {
        return call(RegistryContract.REGISTER, Requests.registration("orders", json -> json.put("service_id", id)
                .put("port", port)));
    }

    private static ProcessReport report(String id, boolean down, Long... pids) {
        return new ProcessReport(id, List.of(pids), down, null);
    }

    private Reclaim reclaim(String id) {
        long processes = ledger.view()
                .snapshot()
                .entry(LedgerKeys.process(id))
                .map(Entry::modRevision)
                .orElseThrow();
        return new Reclaim(id, instance(id).revision(), processes, "pid 1 is gone");
    }

    private Instance instance(String id) {
        return ledger.view().snapshot().instance(id).orElseThrow();
    }

    private List<OwnerProcess> owners(String id) {
        return ledger.view()
                .snapshot()
                .entry(LedgerKeys.process(id))
                .map(e -> ContractCodec.decode(new JsonObject(e.value()), InstanceProcesses.class)
                        .processes())
                .orElse(List.of());
    }

    private <Q, R> R call(Operation<Q, R> operation, Q request) {
        return Bus.call(vertx, operation, request);
    }

    private <Q, R> ProblemCode failure(Operation<Q, R> operation, Q request) {
        return Bus.failure(vertx, operation, request).code();
    }

    private static <T> T wait(Future<T> future) {
        return Bus.wait(future);
    }
}
