package io.lotse.hostagent;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.lotse.contracts.host.ForeignListener;
import io.lotse.contracts.host.OwnerProcess;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.ports.EnvironmentConfig;
import io.lotse.contracts.ports.PortRange;
import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.registry.InstanceProcesses;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.contracts.registry.Reclaim;
import io.lotse.contracts.registry.RegisteredInstance;
import io.lotse.meshview.EnvironmentDefaults;
import io.lotse.testsupport.Bus;
import io.lotse.testsupport.TestLedger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Real processes that own ports, and what the ledger says of them. */
class ReclaimerTest {
    private static final String HOST = "harbour";
    private static final int LOOKS = 3;
    private static final HostAgentConfig CONFIG =
            new HostAgentConfig(HOST, Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1), LOOKS);

    private static Vertx vertx;
    private static TestLedger ledger;

    private final Sockets sockets = new Sockets(SocketTable.ofThisSystem());
    private final InstanceOwners owners = new InstanceOwners();
    private final ProcessTable processes = ProcessTable.ofThisSystem();
    private final Reclaimer reclaimer =
            new Reclaimer(CONFIG, ledger.view(), owners, processes, new BindProber(sockets), vertx.eventBus());
    private ListeningProcess owner;

    @BeforeAll
    static void startLedger() {
        vertx = Vertx.vertx();
        ledger = TestLedger.start(vertx);
    }

    @AfterAll
    static void stopLedger() {
        ledger.close();
        Bus.wait(vertx.close());
    }

    @AfterEach
    void end() {
        if (owner != null) {
            owner.close();
        }
        ledger.empty();
    }

    private static void register(String id, Protocol protocol, int port) {
        ledger.put(
                Mutation.put(LedgerKeys.instance(id), instance(id, protocol)),
                Mutation.put(
                        LedgerKeys.allocation(HOST, protocol, port),
                        new Allocation(HOST, protocol, null, id, Instant.EPOCH, true)));
    }

    private static RegisteredInstance instance(String id, Protocol protocol) {
        return new RegisteredInstance(
                id,
                "orders",
                null,
                "127.0.0.1",
                HOST,
                protocol,
                InstanceStatus.ACTIVE,
                null,
                null,
                null,
                "development",
                List.of(),
                null,
                Map.of(),
                Instant.EPOCH,
                false);
    }

    private void owns(String id, long... pids) {
        List<OwnerProcess> owners = java.util.Arrays.stream(pids)
                .mapToObj(pid -> processes.identify(pid).orElseThrow())
                .toList();
        ledger.put(Mutation.put(LedgerKeys.process(id), new InstanceProcesses(id, owners, Instant.EPOCH)));
    }

    private List<Reclaim> looks(int times) {
        List<Reclaim> last = List.of();
        for (int i = 0; i < times; i++) {
            last = reclaimer.look();
        }
        return last;
    }

    private static void signal(String name, long pid) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
    }

    private void awaitDeath() {
        OwnerProcess process = processes.identify(owner.pid()).orElse(null);
        await().until(() -> process == null || processes.presence(process) == ProcessTable.Presence.GONE);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void provesTheEndOfAKilledOwnerByAllItsLooks(Protocol protocol) throws Exception {
        owner = ListeningProcess.start(protocol, "127.0.0.1");
        register("a", protocol, owner.port());
        owns("a", owner.pid());
        assertThat(looks(LOOKS + 1)).as("while it lives").isEmpty();

        owner.close();
        awaitDeath();

        assertThat(looks(LOOKS - 1)).as("before it is proved").isEmpty();
        assertThat(looks(1)).singleElement().satisfies(proved -> {
            assertThat(proved.serviceId()).isEqualTo("a");
            assertThat(proved.revision())
                    .isEqualTo(
                            ledger.view().snapshot().instance("a").orElseThrow().revision());
            assertThat(proved.proof()).contains("pid " + owner.pid() + " ended").contains("3 looks");
        });
    }

    @Test
    void anOwnerThatIsPausedKeepsItsPort() throws Exception {
        owner = ListeningProcess.start(Protocol.TCP, "127.0.0.1");
        register("a", Protocol.TCP, owner.port());
        owns("a", owner.pid());

        signal("STOP", owner.pid());

        assertThat(looks(LOOKS * 3)).isEmpty();
    }

    @Test
    void anInstanceWhoseProcessIsUnknownKeepsItsPort() throws Exception {
        owner = ListeningProcess.start(Protocol.TCP, "127.0.0.1");
        register("a", Protocol.TCP, owner.port());
        owner.close();
        awaitDeath();

        assertThat(looks(LOOKS * 3)).isEmpty();
    }

    @Test
    void whatStartsItAgainKeepsItsPort() throws Exception {
        owner = ListeningProcess.start(Protocol.TCP, "127.0.0.1");
        register("a", Protocol.TCP, owner.port());
        owns("a", owner.pid(), ProcessHandle.current().pid());
        owner.close();
        awaitDeath();

        assertThat(looks(LOOKS * 3)).isEmpty();
    }

    @Test
    void aPortThatSomebodyElseTookIsNotFree() throws Exception {
        owner = ListeningProcess.start(Protocol.TCP, "127.0.0.1");
        register("a", Protocol.TCP, owner.port());
        owns("a", owner.pid());
        owner.close();
        awaitDeath();

        assertThat(looks(LOOKS - 1)).isEmpty();
        try (ServerSocket thief = new ServerSocket(owner.port(), 1, InetAddress.getByName("::1"))) {
            assertThat(thief.isBound()).isTrue();
            assertThat(looks(1)).isEmpty();
        }
        assertThat(looks(LOOKS - 1)).as("the row begins anew").isEmpty();
        assertThat(looks(1)).hasSize(1);
    }

    @Test
    void aChildThatItLeftBehindKeepsItsPort() throws Exception {
        owner = ListeningProcess.start(Protocol.TCP, "127.0.0.1");
        register("left-1", Protocol.TCP, owner.port());
        owns("left-1", owner.pid());
        ProcessBuilder left = new ProcessBuilder("sleep", "600");
        left.environment().put("LOTSE_SERVICE_ID", "left-1");
        Process child = left.start();
        owner.close();
        awaitDeath();

        assertThat(looks(LOOKS * 2)).isEmpty();
        child.destroyForcibly().waitFor();
        await().until(() -> processes.startedFor(child.pid()).isEmpty());
        assertThat(looks(LOOKS)).hasSize(1);
    }

    @Test
    void aListenerWithoutAnAllocationIsForeign() throws Exception {
        owner = ListeningProcess.start(Protocol.TCP, "127.0.0.1");
        manage(owner.port());
        ForeignWatch watch = watch(Set.of());

        assertThat(watch.look().listeners()).singleElement().satisfies(foreign -> {
            assertThat(foreign.environment()).isEqualTo("development");
            assertThat(foreign.serviceId()).isNull();
            assertThat(foreign.listener().pid()).isEqualTo(owner.pid());
        });

        register("a", Protocol.TCP, owner.port());
        assertThat(watch.look().listeners()).as("its process is not known").isEmpty();
        owns("a", ProcessHandle.current().pid());
        assertThat(watch.look().listeners()).as("a child of its owner").isEmpty();
    }

    @Test
    void whoListensAtThePortOfAnotherIsForeign() throws Exception {
        owner = ListeningProcess.start(Protocol.TCP, "127.0.0.1");
        manage(owner.port());
        register("a", Protocol.TCP, owner.port());
        Process rightful = new ProcessBuilder("sleep", "600").start();
        owns("a", rightful.pid());

        ForeignWatch watch = watch(Set.of());

        assertThat(watch.look().listeners())
                .extracting(ForeignListener::serviceId)
                .containsExactly("a");
        rightful.destroyForcibly();
    }

    @Test
    void whatTheMeshsNodesListenAtIsNotForeign() throws Exception {
        owner = ListeningProcess.start(Protocol.TCP, "127.0.0.1");
        manage(owner.port());

        assertThat(watch(Set.of()).look().listeners()).hasSize(1);
        assertThat(watch(Set.of(owner.pid())).look().listeners()).isEmpty();
    }

    private ForeignWatch watch(Set<Long> nodes) {
        return new ForeignWatch(HOST, ledger.view(), sockets, owners, processes, () -> nodes, Clock.systemUTC());
    }

    /** A range of one port, so that nothing else that listens on this machine counts. */
    private static void manage(int port) {
        for (String name : EnvironmentDefaults.ENVIRONMENTS) {
            EnvironmentConfig d = EnvironmentDefaults.of(name);
            int only = name.equals("development") ? port : 1;
            ledger.put(Mutation.put(
                    LedgerKeys.config(name),
                    new EnvironmentConfig(
                            name,
                            d.serviceIpBase(),
                            new PortRange(only, only),
                            List.of(),
                            Map.of(),
                            d.heartbeatTimeout(),
                            d.conflictResolutionStrategy())));
        }
    }
}
