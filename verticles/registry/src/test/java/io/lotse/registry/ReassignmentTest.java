package io.lotse.registry;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.ports.EnvironmentConfig;
import io.lotse.contracts.ports.PortsContract;
import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.ports.Reassignment;
import io.lotse.contracts.ports.Tenancy;
import io.lotse.contracts.ports.TenancyEnd;
import io.lotse.contracts.registry.BulkDeregistration;
import io.lotse.contracts.registry.Deregistration;
import io.lotse.contracts.registry.Heartbeat;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.ReassignmentStep;
import io.lotse.contracts.registry.RegistryContract;
import io.lotse.meshview.EnvironmentDefaults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** How a port goes from an instance to one of higher priority, and where it does not. */
class ReassignmentTest extends RegistryFixture {
    private static final int WISHED = 25_000;

    @Test
    void theAskerGetsAnotherPortAtOnceAndTheHolderIsTold() {
        List<Reassignment> requested = heard(PortsContract.REASSIGNMENT_REQUESTED);
        register("low", 0);

        Instance high = register("high", 5);

        assertThat(high.port()).isNotEqualTo(WISHED);
        assertThat(high.pendingPort()).isEqualTo(WISHED);
        assertThat(instance("high")).isEqualTo(high);
        await().until(() -> !requested.isEmpty());
        assertThat(requested).containsExactly(request());
        assertThat(call(RegistryContract.HEARTBEAT, new Heartbeat("low")).reassignments())
                .containsExactly(request());
        assertThat(call(RegistryContract.HEARTBEAT, new Heartbeat("high")).reassignments())
                .isEmpty();
        assertThat(holder(WISHED)).isEqualTo("low");
    }

    @Test
    void thePortChangesHandsWhenTheHolderConfirmsAndTheAskerMovesWhenItIsReady() {
        List<Reassignment> granted = heard(PortsContract.REASSIGNMENT_GRANTED);
        register("low", 0);
        Instance before = register("high", 5);

        Instance low = call(RegistryContract.CONFIRM_REASSIGNMENT, step("low"));

        assertThat(low.port()).isNotIn(WISHED, before.port()).isPositive();
        assertThat(instance("low")).isEqualTo(low);
        assertThat(holder(WISHED)).isEqualTo("high");
        assertThat(instance("high").port()).as("until it has moved").isEqualTo(before.port());
        assertThat(call(RegistryContract.HEARTBEAT, new Heartbeat("high")).reassignments())
                .extracting(Reassignment::port)
                .containsExactly(WISHED);
        await().until(() -> !granted.isEmpty());

        Instance high = call(RegistryContract.COMPLETE_REASSIGNMENT, step("high"));

        assertThat(high.port()).isEqualTo(WISHED);
        assertThat(high.pendingPort()).isNull();
        assertThat(instance("high")).isEqualTo(high);
        assertThat(ledger.view().snapshot().reassignments()).isEmpty();
        assertThat(ledger.view().snapshot().allocations()).hasSize(2);
        assertThat(lastTenancy(WISHED)).satisfies(t -> {
            assertThat(t.serviceId()).isEqualTo("low");
            assertThat(t.ended()).isEqualTo(TenancyEnd.MOVED);
        });
        assertThat(lastTenancy(before.port()).ended()).isEqualTo(TenancyEnd.MOVED);
    }

    @Test
    void thePortChangesHandsWhenItsHolderIsDeregistered() {
        register("low", 0);
        register("high", 5);

        call(RegistryContract.DEREGISTER, new Deregistration("low", null));

        assertThat(holder(WISHED)).isEqualTo("high");
        assertThat(call(RegistryContract.COMPLETE_REASSIGNMENT, step("high")).port())
                .isEqualTo(WISHED);
    }

    @Test
    void anAskerThatLeavesTakesItsRequestAndItsPortsWithIt() {
        register("low", 0);
        register("high", 5);
        call(RegistryContract.DEREGISTER, new Deregistration("high", null));
        assertThat(ledger.view().snapshot().reassignments()).isEmpty();
        assertThat(failure(RegistryContract.CONFIRM_REASSIGNMENT, step("low")).code())
                .isEqualTo(ProblemCode.NO_REASSIGNMENT);

        register("high", 5);
        call(RegistryContract.CONFIRM_REASSIGNMENT, step("low"));
        call(RegistryContract.DEREGISTER, new Deregistration("high", null));

        assertThat(ledger.view().snapshot().reassignments()).isEmpty();
        assertThat(ledger.view().snapshot().allocations().values())
                .extracting(Allocation::serviceId)
                .containsExactly("low");
    }

    @Test
    void bothMayLeaveInTheSameTransaction() {
        register("low", 0);
        register("high", 5);

        call(RegistryContract.DEREGISTER_MANY, new BulkDeregistration("development", null));

        assertThat(ledger.view().snapshot().allocations()).isEmpty();
        assertThat(ledger.view().snapshot().reassignments()).isEmpty();
    }

    @Test
    void aRequestLapsesAtItsDeadlineAndNothingIsTaken() {
        reassignmentTimeout(Duration.ofMillis(50));
        List<Reassignment> lapsed = heard(PortsContract.REASSIGNMENT_LAPSED);
        register("low", 0);
        Instance high = register("high", 5);

        await().until(() -> !lapsed.isEmpty());

        assertThat(lapsed).extracting(Reassignment::asker).containsExactly("high");
        await().until(() -> !call(RegistryContract.HEARTBEAT, new Heartbeat("high"))
                .lapsed()
                .isEmpty());
        assertThat(call(RegistryContract.HEARTBEAT, new Heartbeat("high")).lapsed())
                .isEqualTo(lapsed);
        assertThat(call(RegistryContract.HEARTBEAT, new Heartbeat("low")).lapsed())
                .isEmpty();
        await().until(() -> ledger.view().snapshot().reassignments().isEmpty());
        assertThat(holder(WISHED)).isEqualTo("low");
        assertThat(instance("high").pendingPort()).isNull();
        assertThat(instance("high").port()).isEqualTo(high.port());
        assertThat(failure(RegistryContract.CONFIRM_REASSIGNMENT, step("low")).code())
                .isEqualTo(ProblemCode.NO_REASSIGNMENT);
    }

    @Test
    void aGrantedPortWaitsForItsAskerHoweverLong() {
        reassignmentTimeout(Duration.ofMillis(50));
        register("low", 0);
        Instance high = register("high", 5);
        call(RegistryContract.DEREGISTER, new Deregistration("low", null));

        await().during(Duration.ofMillis(1_200)).until(() -> holder(WISHED).equals("high"));
        assertThat(instance("high").port()).isEqualTo(high.port());
        assertThat(instance("high").pendingPort()).isEqualTo(WISHED);
    }

    @Test
    void aPortWhoseHolderWasTakenAwayOtherwiseIsGrantedByTheKeeper() {
        register("low", 0);
        register("high", 5);

        ledger.put(
                Mutation.delete(LedgerKeys.allocation(Neighbours.HOST, Protocol.TCP, WISHED)),
                Mutation.delete(LedgerKeys.instance("low")));

        await().until(() -> ledger.view()
                .snapshot()
                .allocation(Neighbours.HOST, Protocol.TCP, WISHED)
                .isPresent());
        assertThat(holder(WISHED)).isEqualTo("high");
    }

    @Test
    void aStillHigherPriorityTakesThePlaceOfOneThatWaits() {
        List<Reassignment> lapsed = heard(PortsContract.REASSIGNMENT_LAPSED);
        register("low", 0);
        register("middle", 5);
        register("top", 9);

        await().until(() -> !lapsed.isEmpty());
        assertThat(lapsed).extracting(Reassignment::asker).containsExactly("middle");
        assertThat(instance("middle").pendingPort()).isNull();
        call(RegistryContract.CONFIRM_REASSIGNMENT, step("low"));
        assertThat(holder(WISHED)).isEqualTo("top");
    }

    @Test
    void aChainOfThreeEndsWithTheHighestAtThePort() {
        register("low", 0);
        register("middle", 5);
        call(RegistryContract.CONFIRM_REASSIGNMENT, step("low"));
        call(RegistryContract.COMPLETE_REASSIGNMENT, step("middle"));
        register("top", 9);
        call(RegistryContract.CONFIRM_REASSIGNMENT, step("middle"));
        call(RegistryContract.COMPLETE_REASSIGNMENT, step("top"));

        assertThat(instance("top").port()).isEqualTo(WISHED);
        assertThat(ledger.view().snapshot().history(Neighbours.HOST, Protocol.TCP, WISHED))
                .hasValueSatisfying(history -> assertThat(history.tenancies())
                        .extracting(Tenancy::serviceId)
                        .containsExactly("middle", "low"));
        assertThat(ledger.view().snapshot().allocations()).hasSize(3);
    }

    @Test
    void aRepeatedStepGetsTheSameAnswer() {
        register("low", 0);
        register("high", 5);

        Instance first = call(RegistryContract.CONFIRM_REASSIGNMENT, new ReassignmentStep("low", "c-1"));
        assertThat(call(RegistryContract.CONFIRM_REASSIGNMENT, new ReassignmentStep("low", "c-1")))
                .isEqualTo(first);
        Instance moved = call(RegistryContract.COMPLETE_REASSIGNMENT, new ReassignmentStep("high", "c-2"));
        assertThat(call(RegistryContract.COMPLETE_REASSIGNMENT, new ReassignmentStep("high", "c-2")))
                .isEqualTo(moved);
    }

    @Test
    void whoHasNoPartInItIsToldSo() {
        register("low", 0);

        assertThat(failure(RegistryContract.CONFIRM_REASSIGNMENT, step("low")).code())
                .isEqualTo(ProblemCode.NO_REASSIGNMENT);
        register("high", 5);
        assertThat(failure(RegistryContract.COMPLETE_REASSIGNMENT, step("high")).code())
                .as("not granted yet")
                .isEqualTo(ProblemCode.NO_REASSIGNMENT);
        assertThat(failure(RegistryContract.CONFIRM_REASSIGNMENT, step("nobody"))
                        .code())
                .isEqualTo(ProblemCode.UNKNOWN_INSTANCE);
    }

    private static Instance register(String id, int priority) {
        return call(RegistryContract.REGISTER, Requests.registration(id, json -> json.put("service_id", id)
                .put("preferred_port", WISHED)
                .put("priority", priority)));
    }

    private static ReassignmentStep step(String id) {
        return new ReassignmentStep(id, null);
    }

    private static Instance instance(String id) {
        return ledger.view().snapshot().instance(id).orElseThrow();
    }

    private static String holder(int port) {
        return ledger.view()
                .snapshot()
                .allocation(Neighbours.HOST, Protocol.TCP, port)
                .map(Allocation::serviceId)
                .orElse("nobody");
    }

    private static Reassignment request() {
        return ledger.view()
                .snapshot()
                .reassignment(Neighbours.HOST, Protocol.TCP, WISHED)
                .orElseThrow();
    }

    private static Tenancy lastTenancy(int port) {
        return ledger.view()
                .snapshot()
                .history(Neighbours.HOST, Protocol.TCP, port)
                .orElseThrow()
                .last();
    }

    private static void reassignmentTimeout(Duration timeout) {
        EnvironmentConfig d = EnvironmentDefaults.of("development");
        ledger.put(Mutation.put(
                LedgerKeys.config("development"),
                new EnvironmentConfig(
                        d.environment(),
                        d.serviceIpBase(),
                        d.defaultPortRange(),
                        List.of(),
                        Map.of(),
                        d.heartbeatTimeout(),
                        d.conflictResolutionStrategy(),
                        null,
                        null,
                        timeout)));
    }
}
