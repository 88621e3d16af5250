package io.lotse.allocator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.Operation;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.host.HostFacts;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.ports.CandidateRequest;
import io.lotse.contracts.ports.Candidates;
import io.lotse.contracts.ports.ConflictStrategy;
import io.lotse.contracts.ports.EnvironmentConfig;
import io.lotse.contracts.ports.PortHistory;
import io.lotse.contracts.ports.PortRange;
import io.lotse.contracts.ports.PortsContract;
import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.ports.Reassignment;
import io.lotse.contracts.ports.Tenancy;
import io.lotse.contracts.ports.TenancyEnd;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.contracts.registry.RegisteredInstance;
import io.lotse.testsupport.Bus;
import io.lotse.testsupport.TestLedger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PortAllocatorVerticleTest {
    private static final String HOST = "host-a";
    private static final int OWN_LISTENER = 26_001;

    private static Vertx vertx;

    private final Clock clock = Clock.systemUTC();
    private static TestLedger ledger;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        ledger = TestLedger.start(vertx);
        PortAllocatorConfig config = new PortAllocatorConfig(Set.of(OWN_LISTENER));
        wait(vertx.deployVerticle(new PortAllocatorVerticle(config, ledger.view(), Clock.systemUTC())));
    }

    @AfterAll
    static void stop() {
        ledger.close();
        wait(vertx.close());
    }

    @BeforeEach
    void emptyTheLedger() {
        ledger.empty();
    }

    @Test
    void leavesOutWhatIsTakenReservedOrTheKernels() {
        ledger.put(
                Mutation.put(
                        LedgerKeys.host(HOST),
                        new HostFacts(HOST, List.of("127.0.0.1"), new PortRange(20_003, 25_999), "Linux")),
                allocation(26_000, "orders-1"));

        assertThat(call(PortsContract.CANDIDATES, request(null, null, 4)).ports())
                .containsExactly(26_002, 26_003, 26_004, 26_005);
        assertThat(call(PortsContract.CANDIDATES, request(null, 25_000, 1)).ports())
                .containsExactly(25_000);
    }

    @Test
    void namesWhoHoldsThePortThatAnInstanceListensAt() {
        ledger.put(allocation(9_000, "orders-1"));

        ContractException failure = failure(PortsContract.CANDIDATES, request(9_000, null, 1));

        assertThat(failure.code()).isEqualTo(ProblemCode.PORT_TAKEN);
        assertThat(failure).hasMessageContaining("orders-1").hasMessageContaining("9000/tcp on host-a");
        assertThat(failure(PortsContract.CANDIDATES, request(OWN_LISTENER, null, 1))
                        .code())
                .isEqualTo(ProblemCode.PORT_RESERVED);
    }

    @Test
    void keepsAPortThatWasGivenBackFromOtherServicesForAWhile() {
        ledger.put(released(26_000, clock.instant().minusSeconds(10)));

        assertThat(call(PortsContract.CANDIDATES, ofService("billing", null, false))
                        .ports())
                .doesNotContain(26_000);
        assertThat(call(PortsContract.CANDIDATES, ofService("orders", null, false))
                        .ports())
                .contains(26_000);
        assertThat(call(PortsContract.CANDIDATES, ofService("billing", 26_000, true))
                        .ports())
                .startsWith(26_000);
        ledger.put(released(26_000, clock.instant().minusSeconds(61)));
        assertThat(call(PortsContract.CANDIDATES, ofService("billing", null, false))
                        .ports())
                .contains(26_000);
    }

    @Test
    void saysOfAWishInQuarantineUntilWhenAndWhatIsFreeNearIt() {
        Instant at = clock.instant().minusSeconds(10).truncatedTo(ChronoUnit.SECONDS);
        strategy(ConflictStrategy.FAIL);
        ledger.put(released(16_010, at));

        ContractException failure = failure(PortsContract.CANDIDATES, inTest("billing", 16_010, 0));

        assertThat(failure.code()).isEqualTo(ProblemCode.PORT_QUARANTINED);
        assertThat(failure)
                .hasMessageContaining("orders-1 (service orders)")
                .hasMessageContaining(at.plusSeconds(60).toString())
                .hasMessageContaining("ignore_quarantine")
                .hasMessageContaining("free near it: 16011, 16012, 16013");
        assertThat(failure.errors()).extracting(FieldError::field).containsExactly("preferred_port");
    }

    @Test
    void namesTheHolderWhoMayBeAskedToLeaveTheWishedPort() {
        strategy(ConflictStrategy.REASSIGN);
        ledger.put(instance("orders-1", 3), allocation(16_010, "orders-1"));

        Candidates candidates = call(PortsContract.CANDIDATES, inTest("billing", 16_010, 4));

        assertThat(candidates.mayBeMoved()).isEqualTo("orders-1");
        assertThat(candidates.ports()).doesNotContain(16_010).startsWith(16_011);
        assertThat(failure(PortsContract.CANDIDATES, inTest("billing", 16_010, 3)))
                .as("of equal priority")
                .hasMessageContaining("held by orders-1 (service orders, test, priority 3)")
                .hasMessageContaining("a higher priority than yours, 3")
                .hasMessageContaining("free near it: 16011")
                .extracting(ContractException::code)
                .isEqualTo(ProblemCode.PORT_TAKEN);
    }

    @Test
    void asksAHolderOnlyForAStillHigherPriorityWhereAnotherAskedAlready() {
        strategy(ConflictStrategy.REASSIGN);
        ledger.put(instance("orders-1", 0), allocation(16_010, "orders-1"), asked(16_010, 5, null));

        assertThat(call(PortsContract.CANDIDATES, inTest("billing", 16_010, 6)).mayBeMoved())
                .isEqualTo("orders-1");
        assertThat(failure(PortsContract.CANDIDATES, inTest("billing", 16_010, 5)))
                .hasMessageContaining("asked to leave it to payments-1 of priority 5");
        ledger.put(asked(16_010, 5, clock.instant()));
        assertThat(failure(PortsContract.CANDIDATES, inTest("billing", 16_010, 6)))
                .hasMessageContaining("about to move there");
    }

    @Test
    void countsAPortAsTakenThatIsTakenInARivalSpace() {
        ledger.put(Mutation.put(
                LedgerKeys.allocation(HOST + "@10.0.0.7", Protocol.TCP, 9_000),
                new Allocation(HOST + "@10.0.0.7", Protocol.TCP, null, "orders-1", clock.instant(), true)));
        CandidateRequest wildcard = new CandidateRequest(
                HOST,
                Protocol.TCP,
                "development",
                null,
                9_000,
                null,
                null,
                1,
                "billing",
                0,
                HOST,
                List.of(HOST + "@10.0.0.7"),
                false);

        assertThat(failure(PortsContract.CANDIDATES, wildcard))
                .hasMessageContaining("held by orders-1 at host-a@10.0.0.7");
    }

    private void strategy(ConflictStrategy strategy) {
        ledger.put(Mutation.put(
                LedgerKeys.config("test"),
                new EnvironmentConfig(
                        "test",
                        "127.0.0.1",
                        new PortRange(16_000, 16_100),
                        List.of(),
                        Map.of(),
                        Duration.ofSeconds(30),
                        strategy)));
    }

    private Mutation released(int port, Instant until) {
        Tenancy tenancy =
                new Tenancy("orders-1", "orders", "development", until.minusSeconds(60), until, TenancyEnd.RELEASED);
        return Mutation.put(
                LedgerKeys.released(HOST, Protocol.TCP, port),
                new PortHistory(HOST, Protocol.TCP, port, List.of(tenancy)));
    }

    private Mutation asked(int port, int priority, Instant grantedAt) {
        return Mutation.put(
                LedgerKeys.reassignment(HOST, Protocol.TCP, port),
                new Reassignment(
                        HOST,
                        Protocol.TCP,
                        port,
                        "payments-1",
                        priority,
                        "orders-1",
                        0,
                        clock.instant(),
                        clock.instant().plusSeconds(60),
                        grantedAt));
    }

    private Mutation instance(String id, int priority) {
        return Mutation.put(
                LedgerKeys.instance(id),
                new RegisteredInstance(
                        id,
                        "orders",
                        null,
                        "127.0.0.1",
                        HOST,
                        Protocol.TCP,
                        InstanceStatus.ACTIVE,
                        null,
                        null,
                        null,
                        "test",
                        List.of(),
                        null,
                        Map.of(),
                        clock.instant(),
                        false,
                        priority));
    }

    private static CandidateRequest ofService(String name, Integer preferred, boolean ignoreQuarantine) {
        return new CandidateRequest(
                HOST,
                Protocol.TCP,
                "development",
                null,
                null,
                preferred,
                null,
                3,
                name,
                0,
                null,
                null,
                ignoreQuarantine);
    }

    private static CandidateRequest inTest(String name, int preferred, int priority) {
        return new CandidateRequest(
                HOST, Protocol.TCP, "test", null, null, preferred, null, 3, name, priority, null, null, false);
    }

    @Test
    void isNotSetUpWithPortsThatAreNone() {
        assertThatThrownBy(() -> new PortAllocatorConfig(Set.of(70_000)))
                .isInstanceOf(ContractException.class)
                .hasMessageContaining("70000");
    }

    private static Mutation allocation(int port, String id) {
        Allocation allocation =
                new Allocation(HOST, Protocol.TCP, null, id, Clock.systemUTC().instant(), true);
        return Mutation.put(LedgerKeys.allocation(HOST, Protocol.TCP, port), allocation);
    }

    private static CandidateRequest request(Integer port, Integer preferred, int limit) {
        return new CandidateRequest(HOST, Protocol.TCP, "development", null, port, preferred, null, limit);
    }

    private static <Q, R> R call(Operation<Q, R> operation, Q request) {
        return Bus.call(vertx, operation, request);
    }

    private static <Q, R> ContractException failure(Operation<Q, R> operation, Q request) {
        return Bus.failure(vertx, operation, request);
    }

    private static <T> T wait(Future<T> future) {
        return Bus.wait(future);
    }
}
