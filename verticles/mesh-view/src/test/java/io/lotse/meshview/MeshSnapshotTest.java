package io.lotse.meshview;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ledger.Change;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstanceStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MeshSnapshotTest {
    private static final String ALLOCATION = LedgerKeys.allocation("host-a", Protocol.TCP, 20_000);

    @Test
    void joinsAnInstanceWithItsPortWhicheverComesFirst() {
        MeshSnapshot together = apply(Samples.instance(1, "a", "orders"), Samples.allocation(1, 20_000, "a"));
        MeshSnapshot portFirst =
                apply(Samples.allocation(1, 20_000, "a")).apply(List.of(Samples.instance(2, "a", "orders")), 2);
        MeshSnapshot instanceFirst =
                apply(Samples.instance(1, "a", "orders")).apply(List.of(Samples.allocation(2, 20_000, "a")), 2);

        assertThat(List.of(together, portFirst, instanceFirst)).allSatisfy(snapshot -> {
            assertThat(snapshot.instance("a")).get().satisfies(i -> {
                assertThat(i.port()).isEqualTo(20_000);
                assertThat(i.verified()).isTrue();
            });
            assertThat(snapshot.service("orders").orElseThrow().active()).hasSize(1);
        });
    }

    @Test
    void groupsInstancesByServiceAndKeepsTheInactiveOutOfRouting() {
        MeshSnapshot snapshot = apply(
                Samples.instance(1, "b", "orders"),
                Samples.allocation(1, 20_001, "b"),
                Samples.instance(2, "a", "orders", InstanceStatus.INACTIVE, true),
                Samples.allocation(2, 20_000, "a"),
                Samples.instance(3, "c", "orders"));

        Service orders = snapshot.service("orders").orElseThrow();
        assertThat(orders.instances()).extracting(Instance::serviceId).containsExactly("a", "b", "c");
        assertThat(orders.active()).extracting(Instance::serviceId).containsExactly("b");
    }

    @Test
    void givesAMockRequestsOnlyWhereNoRealInstanceIsActive() {
        Change real = Samples.instance(2, "a", "orders");
        MeshSnapshot alone = apply(
                Samples.mock(1, "m", "orders", "development"),
                Samples.allocation(1, 20_000, "m"),
                Samples.mock(1, "n", "orders", "test"),
                Samples.allocation(1, 20_001, "n"));
        assertThat(active(alone)).containsExactly("m", "n");

        MeshSnapshot registered = alone.apply(List.of(real, Samples.allocation(2, 20_002, "a")), 2);
        assertThat(active(registered)).as("in test none is real").containsExactly("a", "n");
        assertThat(registered
                        .service("orders")
                        .orElseThrow()
                        .in("development")
                        .orElseThrow()
                        .active())
                .extracting(Instance::serviceId)
                .containsExactly("a");

        Change silent = Samples.instance(3, "a", "orders", InstanceStatus.INACTIVE, true);
        assertThat(active(registered.apply(List.of(silent), 3))).containsExactly("m", "n");
        assertThat(active(registered.apply(List.of(Samples.delete(3, "instance/a")), 3)))
                .containsExactly("m", "n");
    }

    private static List<String> active(MeshSnapshot snapshot) {
        return snapshot.service("orders").orElseThrow().active().stream()
                .map(Instance::serviceId)
                .toList();
    }

    @Test
    void movesAnInstanceThatIsRegisteredAnewUnderAnotherService() {
        MeshSnapshot before = apply(Samples.instance(1, "a", "orders"));

        List<Change> renamed = List.of(Samples.instance(2, "a", "billing"));
        MeshSnapshot now = before.apply(renamed, 2);

        assertThat(now.service("orders")).isEmpty();
        assertThat(now.service("billing").orElseThrow().instances()).hasSize(1);
        assertThat(MeshSnapshot.touchedServices(before, now, renamed)).containsExactlyInAnyOrder("orders", "billing");
    }

    @Test
    void forgetsAnInstanceWithItsPort() {
        MeshSnapshot now = apply(Samples.instance(1, "a", "orders"), Samples.allocation(1, 20_000, "a"))
                .apply(List.of(Samples.delete(2, "instance/a"), Samples.delete(2, ALLOCATION)), 2);

        assertThat(now.instances()).isEmpty();
        assertThat(now.services()).isEmpty();
        assertThat(now.allocations()).isEmpty();
        assertThat(now.allocationsOf("a")).isEmpty();
        assertThat(now.takenPorts("host-a", Protocol.TCP).contains(20_000)).isFalse();
        assertThat(now.entries()).isEmpty();
    }

    @Test
    void knowsThePortsOfASpaceThatAreTaken() {
        MeshSnapshot snapshot = apply(Samples.allocation(1, 20_000, "a"), Samples.allocation(1, 20_001, "b"))
                .apply(List.of(Samples.delete(2, ALLOCATION)), 2);

        assertThat(snapshot.takenPorts("host-a", Protocol.TCP).toBitSet().stream())
                .containsExactly(20_001);
        assertThat(snapshot.takenPorts("host-a", Protocol.UDP).toBitSet().isEmpty())
                .isTrue();
        assertThat(snapshot.takenPorts("host-b", Protocol.TCP).toBitSet().isEmpty())
                .isTrue();
    }

    @Test
    void givesAPortThatChangesHandsToItsNewHolder() {
        MeshSnapshot now = apply(
                        Samples.instance(1, "a", "orders"),
                        Samples.instance(1, "b", "orders"),
                        Samples.allocation(1, 20_000, "a"))
                .apply(List.of(Samples.allocation(2, 20_000, "b")), 2);

        assertThat(now.instance("a").orElseThrow().port()).isZero();
        assertThat(now.instance("b").orElseThrow().port()).isEqualTo(20_000);
        assertThat(now.allocationsOf("b")).extracting(Allocation::port).containsExactly(20_000);
        assertThat(now.takenPorts("host-a", Protocol.TCP).contains(20_000)).isTrue();
    }

    @Test
    void remembersWhoSendsHeartbeatsUntilItIsGone() {
        MeshSnapshot snapshot = apply(
                Samples.instance(1, "a", "orders", InstanceStatus.ACTIVE, true), Samples.instance(1, "b", "orders"));

        assertThat(snapshot.sendsHeartbeats("a")).isTrue();
        assertThat(snapshot.sendsHeartbeats("b")).isFalse();
        assertThat(snapshot.apply(List.of(Samples.delete(2, "instance/a")), 2).sendsHeartbeats("a"))
                .isFalse();
    }

    @Test
    void comesWithAConfigurationForEachEnvironmentAndNoOther() {
        assertThat(EnvironmentDefaults.ENVIRONMENTS).allSatisfy(environment -> {
            assertThat(MeshSnapshot.EMPTY.config(environment).revision()).isZero();
            assertThat(MeshSnapshot.EMPTY.config(environment).config().environment())
                    .isEqualTo(environment);
        });
        assertThatThrownBy(() -> MeshSnapshot.EMPTY.config("staging"))
                .isInstanceOf(ContractException.class)
                .hasMessageContaining("staging")
                .hasMessageContaining("production");
    }

    @Test
    void leavesOlderSnapshotsAsTheyWere() {
        MeshSnapshot before = apply(Samples.instance(1, "a", "orders"), Samples.allocation(1, 20_000, "a"));

        before.apply(List.of(Samples.delete(2, "instance/a"), Samples.delete(2, ALLOCATION)), 2);

        assertThat(before.instance("a")).isPresent();
        assertThat(before.takenPorts("host-a", Protocol.TCP).contains(20_000)).isTrue();
    }

    private static MeshSnapshot apply(Change... changes) {
        return MeshSnapshot.EMPTY.apply(List.of(changes), 1);
    }
}
