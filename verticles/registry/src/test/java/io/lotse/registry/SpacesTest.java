package io.lotse.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.environments.Environment;
import io.lotse.contracts.environments.EnvironmentKind;
import io.lotse.contracts.host.HostFacts;
import io.lotse.contracts.ledger.LedgerContract;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.Transaction;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.ports.PortHistory;
import io.lotse.contracts.ports.PortsContract;
import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.ports.SpaceConflict;
import io.lotse.contracts.ports.Tenancy;
import io.lotse.contracts.ports.TenancyEnd;
import io.lotse.contracts.registry.Deregistration;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.Registration;
import io.lotse.contracts.registry.RegistryContract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Where a port can be held once: hosts, separate addresses, separate networks, and addresses of nobody yet. */
class SpacesTest extends RegistryFixture {
    private static final String OTHER = "192.0.2.9";

    @Test
    void eachAddressOfAHostWhoseAddressesAreSeparateHoldsThePortOnce() {
        addressesAreSeparate();

        call(RegistryContract.REGISTER, at("10.0.0.7"));
        call(RegistryContract.REGISTER, at("127.0.0.1"));

        assertThat(failure(RegistryContract.REGISTER, at("10.0.0.7")).code()).isEqualTo(ProblemCode.PORT_TAKEN);
        assertThat(failure(RegistryContract.REGISTER, at("localhost")).code()).isEqualTo(ProblemCode.PORT_TAKEN);
        assertThat(spaces()).containsExactlyInAnyOrder("test-host@10.0.0.7", "test-host@127.0.0.1");
    }

    @Test
    void aWildcardAndASingleAddressExcludeEachOtherInBothOrders() {
        addressesAreSeparate();

        Instance all = call(RegistryContract.REGISTER, at("0.0.0.0"));
        assertThat(failure(RegistryContract.REGISTER, at("10.0.0.7")).code()).isEqualTo(ProblemCode.PORT_TAKEN);
        assertThat(failure(RegistryContract.REGISTER, at("::")).code()).isEqualTo(ProblemCode.PORT_TAKEN);
        call(RegistryContract.DEREGISTER, new Deregistration(all.serviceId(), null));
        call(RegistryContract.REGISTER, at("10.0.0.7"));
        assertThat(failure(RegistryContract.REGISTER, at("0.0.0.0")).code()).isEqualTo(ProblemCode.PORT_TAKEN);
    }

    @Test
    void aSingleAddressIsProbedAloneAndAWholeHostEverywhere() {
        call(RegistryContract.REGISTER, Requests.registration("orders"));
        addressesAreSeparate();
        call(RegistryContract.REGISTER, Requests.registration("orders", json -> json.put("ip_address", "10.0.0.7")));

        assertThat(neighbours.probes).extracting(probe -> probe.address()).containsExactly("0.0.0.0", "10.0.0.7");
    }

    @Test
    void aWildcardIsRefusedAlsoByAnAddressThatTheHostHadOnce() {
        addressesAreSeparate();
        call(RegistryContract.REGISTER, at("10.0.0.7"));
        ledger.put(Mutation.put(
                LedgerKeys.host(Neighbours.HOST),
                new HostFacts(Neighbours.HOST, List.of("127.0.0.1"), null, "Linux", false)));

        assertThat(failure(RegistryContract.REGISTER, at("0.0.0.0")).code()).isEqualTo(ProblemCode.PORT_TAKEN);
    }

    @Test
    void aClaimThatWasMadeByOldFactsOfTheHostIsMadeAnew() {
        addressesAreSeparate();
        neighbours.meanwhile.set(() -> LedgerContract.COMMIT.call(
                vertx.eventBus(),
                Transaction.of(
                        Instant.now(),
                        List.of(),
                        List.of(
                                Mutation.put(LedgerKeys.host(Neighbours.HOST), separate("10.0.0.7", "10.0.0.8")),
                                Mutation.put(
                                        LedgerKeys.allocation(Neighbours.HOST + "@10.0.0.8", Protocol.TCP, 8_123),
                                        new Allocation(
                                                Neighbours.HOST + "@10.0.0.8",
                                                Protocol.TCP,
                                                null,
                                                "faster",
                                                Instant.EPOCH,
                                                true))))));

        assertThat(failure(RegistryContract.REGISTER, at("0.0.0.0")).code()).isEqualTo(ProblemCode.PORT_TAKEN);
    }

    @Test
    void anEnvironmentWithANetworkOfItsOwnCollidesWithNoOther() {
        ledger.put(Mutation.put(
                LedgerKeys.environment("test"),
                new Environment("test", EnvironmentKind.TEST, null, true, Instant.EPOCH, null, null, null)));
        Registration inTest = Requests.registration(
                "orders", json -> json.put("environment", "test").put("port", 8_123));

        call(RegistryContract.REGISTER, at("127.0.0.1"));
        Instance apart = call(RegistryContract.REGISTER, inTest);

        assertThat(apart.verified())
                .as("the host's agent sees only its own network")
                .isFalse();
        assertThat(spaces()).containsExactlyInAnyOrder("test-host", "test-host~test");
        assertThat(failure(RegistryContract.REGISTER, inTest).code()).isEqualTo(ProblemCode.PORT_TAKEN);
    }

    @Test
    void portsOfAnAddressMoveToItsHostOnceThatIsKnown() {
        Instance early = call(RegistryContract.REGISTER, at(OTHER));
        assertThat(spaces()).containsExactly(OTHER);

        ledger.put(Mutation.put(LedgerKeys.host("host-b"), new HostFacts("host-b", List.of(OTHER), null, "Linux")));

        await().until(() -> spaces().equals(List.of("host-b")));
        Instance now = ledger.view().snapshot().instance(early.serviceId()).orElseThrow();
        assertThat(now.host()).isEqualTo("host-b");
        assertThat(now.port()).isEqualTo(8_123);
        assertThat(failure(RegistryContract.REGISTER, at(OTHER)).code()).isEqualTo(ProblemCode.PORT_TAKEN);
    }

    @Test
    void twoThatHoldThePortWhenTheHostBecomesKnownBothKeepItAndThatIsSaid() {
        List<SpaceConflict> told = heard(PortsContract.SPACE_CONFLICT_FOUND);
        Instance early = call(RegistryContract.REGISTER, at(OTHER));
        Instance local = call(RegistryContract.REGISTER, at("127.0.0.1"));

        ledger.put(Mutation.put(
                LedgerKeys.host(Neighbours.HOST),
                new HostFacts(Neighbours.HOST, List.of("127.0.0.1", OTHER), null, "Linux")));

        await().until(() -> !told.isEmpty());
        assertThat(told)
                .containsExactly(new SpaceConflict(
                        OTHER, Neighbours.HOST, Protocol.TCP, 8_123, early.serviceId(), local.serviceId()));
        assertThat(spaces()).containsExactlyInAnyOrder(OTHER, Neighbours.HOST);
        assertThat(failure(RegistryContract.REGISTER, Requests.registration("orders", json -> json.put("port", 8_123)))
                        .code())
                .isEqualTo(ProblemCode.PORT_TAKEN);
    }

    @Test
    void aPortHeldByAnAddressThatIsStillToMoveIsNotGivenOnItsHost() {
        call(RegistryContract.REGISTER, at(OTHER));
        wait(vertx.undeploy(deployments.remove(0)));
        ledger.put(Mutation.put(
                LedgerKeys.host(Neighbours.HOST),
                new HostFacts(Neighbours.HOST, List.of("127.0.0.1", OTHER), null, "Linux")));
        deployRegistry("node-1");

        assertThat(failure(RegistryContract.REGISTER, at("127.0.0.1")).code()).isEqualTo(ProblemCode.PORT_TAKEN);
    }

    @Test
    void historiesAreForgottenWhenTheyAreOld() {
        Instant now = Instant.now();
        ledger.put(
                history(9_001, now.minus(HistoryKeeper.KEPT).minusSeconds(1)),
                history(9_002, now.minus(HistoryKeeper.KEPT).plus(Duration.ofHours(1))));
        wait(vertx.undeploy(deployments.remove(0)));
        deployRegistry("node-2");

        // a round that fails is made up for by the next
        await().until(() -> ledger.view().snapshot().histories().size() == 1);
        assertThat(ledger.view().snapshot().history(Neighbours.HOST, Protocol.TCP, 9_002))
                .isPresent();
    }

    private static Mutation history(int port, Instant until) {
        return Mutation.put(
                LedgerKeys.released(Neighbours.HOST, Protocol.TCP, port),
                new PortHistory(
                        Neighbours.HOST,
                        Protocol.TCP,
                        port,
                        List.of(new Tenancy("a", "orders", "development", until, until, TenancyEnd.RELEASED))));
    }

    private static Registration at(String address) {
        return Requests.registration(
                "orders", json -> json.put("ip_address", address).put("port", 8_123));
    }

    private static void addressesAreSeparate() {
        ledger.put(Mutation.put(LedgerKeys.host(Neighbours.HOST), separate("10.0.0.7")));
    }

    private static HostFacts separate(String... addresses) {
        List<String> all = new ArrayList<>(List.of(addresses));
        all.add("127.0.0.1");
        return new HostFacts(Neighbours.HOST, all, null, "Linux", true);
    }

    private static List<String> spaces() {
        return ledger.view().snapshot().allocations().values().stream()
                .map(Allocation::space)
                .toList();
    }
}
