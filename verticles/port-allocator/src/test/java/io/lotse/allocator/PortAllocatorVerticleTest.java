package io.lotse.allocator;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Operation;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.host.HostFacts;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.ports.CandidateRequest;
import io.lotse.contracts.ports.ConfigChange;
import io.lotse.contracts.ports.ConfigQuery;
import io.lotse.contracts.ports.ConfigReply;
import io.lotse.contracts.ports.ConflictStrategy;
import io.lotse.contracts.ports.EnvironmentConfig;
import io.lotse.contracts.ports.PortRange;
import io.lotse.contracts.ports.PortsContract;
import io.lotse.contracts.ports.Protocol;
import io.lotse.testsupport.TestLedger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class PortAllocatorVerticleTest {
    private static final String HOST = "host-a";
    private static final int OWN_LISTENER = 20_001;

    private static Vertx vertx;
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
        ledger.put(ledger.view().snapshot().entries().stream()
                .map(e -> Mutation.delete(e.key()))
                .toArray(Mutation[]::new));
    }

    @Test
    void leavesOutWhatIsTakenReservedOrTheKernels() {
        ledger.put(
                Mutation.put(
                        LedgerKeys.host(HOST),
                        new HostFacts(HOST, List.of("127.0.0.1"), new PortRange(20_003, 31_990), "Linux")),
                allocation(20_000, "orders-1"));

        assertThat(call(PortsContract.CANDIDATES, request(null, null, 4)).ports())
                .containsExactly(20_002, 31_991, 31_992, 31_993);
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
    void refusesWhatNoEnvironmentIs() {
        assertThat(failure(PortsContract.READ_CONFIG, new ConfigQuery("staging"))
                        .code())
                .isEqualTo(ProblemCode.UNKNOWN_ENVIRONMENT);
    }

    @Test
    void changesAConfigurationAndTellsOfIt() {
        List<ConfigReply> told = new CopyOnWriteArrayList<>();
        wait(PortsContract.CONFIG_CHANGED.subscribe(vertx.eventBus(), told::add).completion());
        assertThat(call(PortsContract.READ_CONFIG, new ConfigQuery("test")).revision())
                .isZero();

        ConfigReply changed = call(PortsContract.CHANGE_CONFIG, new ConfigChange(config(5), 0L, null));

        assertThat(call(PortsContract.READ_CONFIG, new ConfigQuery("test"))).isEqualTo(changed);
        assertThat(changed.config().heartbeatTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(told).containsExactly(changed);
    }

    @Test
    void refusesAChangeOnTopOfAnOlderRevision() {
        ConfigReply first = call(PortsContract.CHANGE_CONFIG, new ConfigChange(config(5), null, null));
        call(PortsContract.CHANGE_CONFIG, new ConfigChange(config(6), first.revision(), null));

        ContractException failure =
                failure(PortsContract.CHANGE_CONFIG, new ConfigChange(config(7), first.revision(), null));

        assertThat(failure.code()).isEqualTo(ProblemCode.CONFLICT);
        assertThat(call(PortsContract.READ_CONFIG, new ConfigQuery("test"))
                        .config()
                        .heartbeatTimeout())
                .isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void answersTheSameKeyTheSameWayAndOnlyForTheSameChange() {
        ConfigChange change = new ConfigChange(config(5), 0L, "key-1");

        ConfigReply first = call(PortsContract.CHANGE_CONFIG, change);

        assertThat(call(PortsContract.CHANGE_CONFIG, change)).isEqualTo(first);
        assertThat(failure(PortsContract.CHANGE_CONFIG, new ConfigChange(config(6), 0L, "key-1"))
                        .code())
                .isEqualTo(ProblemCode.IDEMPOTENCY_KEY_REUSED);
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

    private static EnvironmentConfig config(int timeoutSeconds) {
        return new EnvironmentConfig(
                "test",
                "127.0.0.1",
                new PortRange(16_000, 16_100),
                List.of(16_050),
                Map.of("web", new PortRange(16_200, 16_300)),
                Duration.ofSeconds(timeoutSeconds),
                ConflictStrategy.RANDOM);
    }

    private static <Q, R> R call(Operation<Q, R> operation, Q request) {
        return wait(operation.call(vertx.eventBus(), request));
    }

    private static <Q, R> ContractException failure(Operation<Q, R> operation, Q request) {
        CompletionException thrown = catchThrowableOfType(CompletionException.class, () -> call(operation, request));
        assertThat(thrown).as("failure of %s", operation.address()).isNotNull();
        return (ContractException) thrown.getCause();
    }

    private static <T> T wait(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
