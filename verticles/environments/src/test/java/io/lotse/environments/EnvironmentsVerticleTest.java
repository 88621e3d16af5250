package io.lotse.environments;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import io.vertx.core.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.environments.Environment;
import io.lotse.contracts.environments.EnvironmentChange;
import io.lotse.contracts.environments.EnvironmentCreation;
import io.lotse.contracts.environments.EnvironmentKind;
import io.lotse.contracts.environments.EnvironmentPlan;
import io.lotse.contracts.environments.EnvironmentRemoval;
import io.lotse.contracts.environments.EnvironmentState;
import io.lotse.contracts.environments.EnvironmentsContract;
import io.lotse.contracts.environments.PlanChange;
import io.lotse.contracts.host.HostFacts;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ports.ConflictStrategy;
import io.lotse.contracts.ports.PortRange;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.meshview.EnvironmentDefaults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class EnvironmentsVerticleTest {
    @RegisterExtension
    static final EnvironmentsFixture room = new EnvironmentsFixture();

    @Test
    void givesEachEnvironmentASlotOfItsOwnAndItsKindsRules() {
        EnvironmentState first = create(EnvironmentsFixture.creation("pr-41"));
        EnvironmentState second = create(EnvironmentsFixture.creation("pr-42", EnvironmentKind.PRODUCTION, 10));

        assertThat(first.environment().ports()).isEqualTo(new PortRange(18_000, 18_049));
        assertThat(first.environment().kind()).isEqualTo(EnvironmentKind.TEST);
        assertThat(second.environment().ports()).isEqualTo(new PortRange(18_050, 18_059));
        assertThat(second.config().conflictResolutionStrategy()).isEqualTo(ConflictStrategy.FAIL);
        assertThat(second.config().environment()).isEqualTo("pr-42");
        assertThat(room.view().snapshot().config("pr-42").config().defaultPortRange())
                .isEqualTo(second.environment().ports());
        assertThat(room.view().snapshot().environments())
                .extracting(Environment::name)
                .containsExactly("development", "production", "test", "pr-41", "pr-42");
    }

    @Test
    void givesSlotsThatDoNotOverlapToManyCreationsAtOnce() {
        List<Future<EnvironmentState>> asked = IntStream.range(0, 30)
                .mapToObj(i -> EnvironmentsContract.CREATE.call(
                        room.vertx.eventBus(), EnvironmentsFixture.creation("pr-" + i, null, 1 + i % 7)))
                .toList();
        List<PortRange> slots = asked.stream()
                .map(EnvironmentsFixture::wait)
                .map(state -> state.environment().ports())
                .toList();

        for (PortRange one : slots) {
            assertThat(slots.stream().filter(one::overlaps)).containsExactly(one);
        }
    }

    @Test
    void loopsWhileAnotherNodeIsFasterAndStillGivesNoSlotTwice() {
        EnvironmentCreator other = new EnvironmentCreator(
                room.vertx.eventBus(), new io.lotse.meshview.LedgerWriter(room.vertx, room.view()), room.clock());

        List<Future<EnvironmentState>> both = IntStream.range(0, 8)
                .boxed()
                .<Future<EnvironmentState>>mapMulti((i, all) -> {
                    all.accept(EnvironmentsContract.CREATE.call(
                            room.vertx.eventBus(), EnvironmentsFixture.creation("here-" + i)));
                    all.accept(other.create(EnvironmentsFixture.creation("there-" + i)));
                })
                .toList();

        assertThat(both.stream()
                        .map(f -> EnvironmentsFixture.wait(f).environment().ports()))
                .doesNotHaveDuplicates()
                .hasSize(16);
    }

    @Test
    void cutsNoSlotFromTheKernelsPortsOrFromAConfiguredRange() {
        room.ledger.put(Mutation.put(
                LedgerKeys.host("host-a"),
                new HostFacts("host-a", List.of("127.0.0.1"), new PortRange(18_040, 18_100), "Linux")));

        assertThat(create(EnvironmentsFixture.creation("pr-1")).environment().ports())
                .isEqualTo(new PortRange(18_101, 18_150));
    }

    @Test
    void saysWhenNoSlotIsLeftAndTakesALargerSpan() {
        room.call(
                EnvironmentsContract.CHANGE_PLAN, new PlanChange(new EnvironmentPlan(new PortRange(6_000, 6_009), 6)));
        create(EnvironmentsFixture.creation("pr-1"));

        ContractException full = room.failure(EnvironmentsContract.CREATE, EnvironmentsFixture.creation("pr-2"));

        assertThat(full.code()).isEqualTo(ProblemCode.NO_FREE_PORT);
        assertThat(full).hasMessageContaining("6000-6009");
        room.call(
                EnvironmentsContract.CHANGE_PLAN, new PlanChange(new EnvironmentPlan(new PortRange(6_000, 6_020), 6)));
        assertThat(create(EnvironmentsFixture.creation("pr-2")).environment().ports())
                .isEqualTo(new PortRange(6_006, 6_011));
    }

    @Test
    void refusesARangeThatAnotherEnvironmentHasUnlessItIsANetworkOfItsOwn() {
        EnvironmentCreation overlapping =
                new EnvironmentCreation("pr-1", null, null, new PortRange(19_990, 20_010), false, null, null, null);

        ContractException refused = room.failure(EnvironmentsContract.CREATE, overlapping);

        assertThat(refused.code()).isEqualTo(ProblemCode.RANGE_OVERLAPS);
        assertThat(refused).hasMessageContaining("of development");
        assertThat(create(new EnvironmentCreation(
                                "pr-1", null, null, new PortRange(19_990, 20_010), true, null, "ci", null))
                        .environment()
                        .separateNetwork())
                .isTrue();
    }

    @Test
    void namesAllMistakesOfARequestAtOnce() {
        ContractException refused = room.failure(
                EnvironmentsContract.CREATE,
                new EnvironmentCreation(
                        "PR 42",
                        EnvironmentKind.PRODUCTION,
                        3,
                        new PortRange(1, 2),
                        false,
                        Duration.ofDays(1),
                        " ",
                        null));

        assertThat(refused.code()).isEqualTo(ProblemCode.INVALID_REQUEST);
        assertThat(refused.errors())
                .extracting(FieldError::field)
                .containsExactly("name", "port_count", "ttl", "created_by");
    }

    @Test
    void answersTheSameKeyTheSameWayAndRefusesASecondOfThatName() {
        EnvironmentCreation keyed = new EnvironmentCreation("pr-1", null, null, null, false, null, "ci", "key-1");

        EnvironmentState first = create(keyed);

        assertThat(create(keyed)).isEqualTo(first);
        assertThat(room.failure(EnvironmentsContract.CREATE, EnvironmentsFixture.creation("pr-1")))
                .hasMessageContaining("created by ci")
                .extracting(ContractException::code)
                .isEqualTo(ProblemCode.ENVIRONMENT_EXISTS);
        assertThat(room.failure(EnvironmentsContract.CREATE, EnvironmentsFixture.creation("production"))
                        .code())
                .isEqualTo(ProblemCode.ENVIRONMENT_EXISTS);
    }

    @Test
    void removesAnEnvironmentWithoutATrace() {
        List<EnvironmentChange> told = new CopyOnWriteArrayList<>();
        EnvironmentsFixture.wait(EnvironmentsContract.ENVIRONMENT_REMOVED
                .subscribe(room.vertx.eventBus(), told::add)
                .completion());
        create(EnvironmentsFixture.creation("pr-1"));
        room.ledger.put(Mutation.put(LedgerKeys.config("pr-1"), EnvironmentDefaults.of("test")));
        room.register("orders-1", "pr-1", null, 18_001, InstanceStatus.ACTIVE);
        room.register("orders-2", "pr-1", null, 18_002, InstanceStatus.INACTIVE);
        room.register("orders-3", "test", null, 16_001, InstanceStatus.ACTIVE);

        EnvironmentChange gone = room.call(EnvironmentsContract.REMOVE, new EnvironmentRemoval("pr-1", true));

        assertThat(gone.instances()).isEqualTo(2);
        assertThat(told).containsExactly(gone);
        assertThat(room.view().snapshot().entries())
                .extracting(e -> e.key())
                .filteredOn(key -> !key.startsWith(LedgerKeys.DUTIES))
                .containsExactlyInAnyOrder(
                        LedgerKeys.ENVIRONMENT_PLAN, "instance/orders-3", "allocation/host-a/tcp/16001");
        assertThat(create(EnvironmentsFixture.creation("pr-1")).environment().ports())
                .as("the slot is free again")
                .isEqualTo(new PortRange(18_000, 18_049));
    }

    @Test
    void removesNothingWhileInstancesAreActiveAndNobodyConfirms() {
        create(EnvironmentsFixture.creation("pr-1"));
        room.register("orders-1", "pr-1", null, 18_001, InstanceStatus.ACTIVE);

        ContractException refused = room.failure(EnvironmentsContract.REMOVE, new EnvironmentRemoval("pr-1", false));

        assertThat(refused.code()).isEqualTo(ProblemCode.ENVIRONMENT_IN_USE);
        assertThat(refused).hasMessageContaining("orders-1 (127.0.0.1:18001)");
        assertThat(room.view().snapshot().environment("pr-1").orElseThrow().removingSince())
                .isNull();
    }

    @Test
    void doesNotRemoveWhatLotseComesWithOrWhatIsNotThere() {
        assertThat(room.failure(EnvironmentsContract.REMOVE, new EnvironmentRemoval("test", true)))
                .hasMessageContaining("cannot be removed");
        assertThat(room.failure(EnvironmentsContract.REMOVE, new EnvironmentRemoval("pr-9", true))
                        .code())
                .isEqualTo(ProblemCode.UNKNOWN_ENVIRONMENT);
    }

    @Test
    void finishesARemovalThatWasBrokenOff() {
        create(EnvironmentsFixture.creation("pr-1"));
        room.register("orders-1", "pr-1", null, 18_001, InstanceStatus.ACTIVE);
        room.refuseDeregistrations(1);

        assertThat(room.failure(EnvironmentsContract.REMOVE, new EnvironmentRemoval("pr-1", true))
                        .code())
                .isEqualTo(ProblemCode.LEDGER_UNAVAILABLE);
        assertThat(room.view().snapshot().environment("pr-1").orElseThrow().removingSince())
                .isNotNull();
        room.clock.advance(Duration.ofSeconds(6));

        await().untilAsserted(() ->
                assertThat(room.view().snapshot().environment("pr-1")).isEmpty());
        assertThat(room.view().snapshot().instance("orders-1")).isEmpty();
    }

    @Test
    void removesATestEnvironmentWhoseTimeIsOverAndSaysSoBefore() {
        List<EnvironmentChange> warned = new CopyOnWriteArrayList<>();
        EnvironmentsFixture.wait(EnvironmentsContract.ENVIRONMENT_EXPIRING
                .subscribe(room.vertx.eventBus(), warned::add)
                .completion());
        create(new EnvironmentCreation("pr-1", null, null, null, false, Duration.ofMinutes(10), null, null));
        room.register("orders-1", "pr-1", null, 18_001, InstanceStatus.ACTIVE);

        room.clock.advance(Duration.ofMinutes(9));
        await().until(() -> warned.size() == 1);
        assertThat(room.view().snapshot().environment("pr-1")).isPresent();

        room.clock.advance(Duration.ofMinutes(1));
        await().untilAsserted(() ->
                assertThat(room.view().snapshot().environment("pr-1")).isEmpty());
        assertThat(room.deregistered).containsExactly("orders-1");
    }

    private static EnvironmentState create(EnvironmentCreation asked) {
        return room.call(EnvironmentsContract.CREATE, asked);
    }
}
