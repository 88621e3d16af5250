package io.lotse.registry;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
import io.lotse.contracts.cluster.ClusterContract;
import io.lotse.contracts.cluster.DutyHolder;
import io.lotse.contracts.cluster.Members;
import io.lotse.contracts.cluster.NodeInfo;
import io.lotse.contracts.ledger.LedgerContract;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.Outcome;
import io.lotse.contracts.ledger.Transaction;
import io.lotse.contracts.registry.Heartbeat;
import io.lotse.contracts.registry.HeartbeatBatch;
import io.lotse.contracts.registry.RegistryContract;
import io.lotse.meshview.Duty;
import io.lotse.testsupport.Bus;
import io.lotse.testsupport.TestLedger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Several nodes' registries on one bus: who does what must happen once, and what they tell each other. */
class DutiesTest {
    private static final String EXPIRY = LedgerKeys.duty("expiry");

    private final String first = UUID.randomUUID().toString();
    private final String second = UUID.randomUUID().toString();
    private final String third = UUID.randomUUID().toString();
    private final List<String> deployments = new ArrayList<>();
    private final List<Duty> duties = new ArrayList<>();
    private static Vertx vertx;
    private static TestLedger ledger;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        ledger = TestLedger.start(vertx);
    }

    @AfterAll
    static void stop() {
        ledger.close();
        wait(vertx.close());
    }

    @AfterEach
    void undeployAndEmptyTheLedger() {
        deployments.forEach(id -> wait(vertx.undeploy(id)));
        duties.forEach(duty -> wait(duty.stop()));
        ledger.empty();
    }

    @Test
    void theFirstNodeTakesTheDutiesAndGivesThemToTheNextWhenItStops() {
        deploy(first, "node-1");
        await().until(() -> first.equals(holder()));
        deploy(second, "node-2");

        wait(vertx.undeploy(deployments.remove(0)));

        await().until(() -> second.equals(holder()));
    }

    @Test
    void aDutyThatWasOnlyBeingTakenIsGivenUpToo() {
        Duty duty = new Duty(vertx, ledger.view(), Clock.systemUTC(), "expiry", first, "node-1", mine -> {});
        wait(duty.start());

        wait(duty.stop());

        ledger.put(Mutation.put("instance/pulse", Instances.registered("pulse", false, List.of())));
        await().until(() -> holder() == null);
    }

    @Test
    void aDutyIsTakenFromANodeThatIsNoLongerAMember() {
        leaveBehind(first, "node-1");
        deploy(second, "node-2");

        membersAre(second);

        await().until(() -> second.equals(holder()));
    }

    @Test
    void aDutyIsNotTakenFromAMember() {
        leaveBehind(first, "node-1");
        Duty duty = duty(second, "node-2");

        membersAre(first, second);
        ledger.put(Mutation.put("instance/pulse", Instances.registered("pulse", false, List.of())));

        assertThat(holder()).isEqualTo(first);
        assertThat(duty.held()).isFalse();
        assertThat(duty.fence()).isEmpty();
    }

    @Test
    void aNodeThatCameBackTakesWhatItsLastRunLeftBehind() {
        leaveBehind(first, "node-1");
        deploy(second, "node-1");
        duty(third, "node-3");

        // one that only misses the last run would take it, too, but waits first
        membersAre(second, third);

        await().until(() -> !first.equals(holder()));
        assertThat(holder()).isEqualTo(second);
    }

    @Test
    void aHolderThatWasSucceededCannotWrite() {
        Duty duty = duty(first, "node-1");
        await().until(duty::held);
        var fence = duty.fence().orElseThrow();
        leaveBehind(second, "node-2");

        Outcome late = wait(LedgerContract.COMMIT.call(
                vertx.eventBus(),
                Transaction.of(Instant.now(), List.of(fence), List.of(Mutation.put("instance/x", Map.of())))));

        assertThat(late.succeeded()).isFalse();
        assertThat(late.failedKey()).isEqualTo(EXPIRY);
        await().until(() -> !duty.held());
    }

    @Test
    void heartbeatsAreToldToTheOtherNodes() {
        ledger.put(Mutation.put(LedgerKeys.instance("a"), Instances.registered("a", true, List.of())));
        List<HeartbeatBatch> told = new CopyOnWriteArrayList<>();
        wait(RegistryContract.HEARTBEATS_HEARD
                .subscribe(vertx.eventBus(), told::add)
                .completion());
        deploy(first, "node-1");

        wait(RegistryContract.HEARTBEAT.call(vertx.eventBus(), new Heartbeat("a")));
        wait(RegistryContract.HEARTBEAT.call(vertx.eventBus(), new Heartbeat("a")));

        await().until(() -> !told.isEmpty());
        assertThat(told.get(0).nodeId()).isEqualTo(first);
        assertThat(told.get(0).heard()).containsOnlyKeys("a");
    }

    @Test
    void heartbeatsThatOtherNodesHeardCountHere() {
        ledger.put(Mutation.put(LedgerKeys.instance("a"), Instances.registered("a", true, List.of())));
        deploy(first, "node-1");
        Instant heard = Instant.parse("2026-01-01T12:00:00Z");

        RegistryContract.HEARTBEATS_HEARD.publish(
                vertx.eventBus(), new HeartbeatBatch(second, Map.of("a", heard, "unknown", heard)));

        await().until(() -> ledger.view().lastHeartbeats().of("a").isPresent());
        assertThat(ledger.view().lastHeartbeats().of("a")).contains(heard);
        assertThat(ledger.view().lastHeartbeats().of("unknown")).isEmpty();
    }

    private void deploy(String nodeId, String node) {
        RegistryConfig config = new RegistryConfig(nodeId, node, Neighbours.HOST, "development");
        deployments.add(wait(vertx.deployVerticle(new RegistryVerticle(config, ledger.view(), Clock.systemUTC()))));
    }

    private Duty duty(String nodeId, String node) {
        Duty duty = new Duty(vertx, ledger.view(), Clock.systemUTC(), "expiry", nodeId, node, mine -> {});
        wait(duty.start());
        duties.add(duty);
        return duty;
    }

    /** As a node that was killed leaves it. */
    private void leaveBehind(String nodeId, String node) {
        ledger.put(Mutation.put(EXPIRY, new DutyHolder(nodeId, node, Instant.now())));
    }

    private void membersAre(String... nodeIds) {
        List<NodeInfo> nodes = List.of(nodeIds).stream()
                .map(id -> new NodeInfo(
                        id,
                        id.equals(first) ? "node-1" : "node-2",
                        Neighbours.HOST,
                        List.of(),
                        null,
                        null,
                        "127.0.0.1:5701",
                        1,
                        "0.1.0",
                        Instant.now()))
                .toList();
        ClusterContract.MEMBERS_CHANGED.publish(vertx.eventBus(), new Members(nodes));
    }

    private String holder() {
        return ledger.view()
                .snapshot()
                .entry(EXPIRY)
                .map(e -> ContractCodec.decode(new JsonObject(e.value()), DutyHolder.class))
                .map(DutyHolder::nodeId)
                .orElse(null);
    }

    private static <T> T wait(Future<T> future) {
        return Bus.wait(future);
    }
}
