package io.lotse.connection;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.http.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.lotse.connection.ConnectionMonitorConfig.Check;
import io.lotse.connection.ConnectionMonitorConfig.Target;
import io.lotse.contracts.Empty;
import io.lotse.contracts.cluster.ClusterContract;
import io.lotse.contracts.cluster.Members;
import io.lotse.contracts.cluster.NodeInfo;
import io.lotse.contracts.health.HealthChange;
import io.lotse.contracts.health.HealthContract;
import io.lotse.contracts.health.HealthPage;
import io.lotse.contracts.health.HealthQuery;
import io.lotse.contracts.health.HealthReport;
import io.lotse.contracts.health.HealthStatus;
import io.lotse.contracts.kubernetes.KubernetesContract;
import io.lotse.contracts.kubernetes.Rollout;
import io.lotse.contracts.kubernetes.RolloutState;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.network.NetworkAxis;
import io.lotse.contracts.network.NetworkContract;
import io.lotse.contracts.network.NetworkState;
import io.lotse.contracts.network.Outage;
import io.lotse.contracts.network.RecoveredInstance;
import io.lotse.contracts.network.Recovery;
import io.lotse.contracts.network.RecoveryOutcome;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.contracts.registry.RegisteredInstance;
import io.lotse.contracts.supervision.ScriptOutcome;
import io.lotse.contracts.supervision.SupervisedService;
import io.lotse.contracts.supervision.SupervisedServices;
import io.lotse.contracts.supervision.SupervisedState;
import io.lotse.contracts.supervision.SupervisionContract;
import io.lotse.testsupport.TestLedger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** From an outage to its report: a real network target, ledger and duty; health and supervisor answer on the bus. */
class RecoveryTest {
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final RecoveryConfig SETTINGS =
            new RecoveryConfig(Duration.ofMillis(300), Duration.ofMillis(5), 2, Duration.ofMillis(700));

    private final Vertx vertx = Vertx.vertx();
    private final BadPeers peers = new BadPeers(vertx);
    private final TestLedger ledger = TestLedger.start(vertx);
    private final Map<String, HealthReport> health = new ConcurrentHashMap<>();
    private final List<String> restarts = new CopyOnWriteArrayList<>();
    private final List<Outage> began = new CopyOnWriteArrayList<>();
    private final List<Recovery> ended = new CopyOnWriteArrayList<>();
    private int port;

    @BeforeEach
    void serve() {
        NodeInfo node = new NodeInfo("a-id", "a", "host", List.of(), null, null, "h:1", 1, "test", Instant.EPOCH);
        ready(ClusterContract.MEMBERS.serve(vertx.eventBus(), q -> Future.succeededFuture(new Members(List.of(node)))));
        ready(HealthContract.HEALTH.serve(vertx.eventBus(), q -> Future.succeededFuture(reports(q))));
        ready(SupervisionContract.STATUS.serveFor(
                vertx.eventBus(),
                "a",
                q -> Future.succeededFuture(new SupervisedServices(
                        List.of(supervised("database"), supervised("orders"), supervised("stubborn"))))));
        ready(SupervisionContract.RESTART.serveFor(vertx.eventBus(), "a", order -> {
            restarts.add(order.service());
            if (!order.service().equals("stubborn")) {
                report(order.service(), HealthStatus.UP);
            }
            return Future.succeededFuture(supervised(order.service()));
        }));
        ready(SupervisionContract.RUN_SCRIPT.serveFor(vertx.eventBus(), "host", order -> {
            restarts.add(order.serviceId());
            report(order.serviceId(), HealthStatus.UP);
            return Future.succeededFuture(
                    new ScriptOutcome(order.serviceId(), "host", "restart.sh", 0, Duration.ofSeconds(1), ""));
        }));
        ready(KubernetesContract.RESTART.serveFor(vertx.eventBus(), "east", order -> {
            restarts.add(order.namespace() + "/" + order.service());
            report("pod", HealthStatus.UP);
            return Future.succeededFuture(
                    new Rollout("east", "shop", "Deployment", "web", RolloutState.BEGUN, Instant.EPOCH, null, null));
        }));
        ready(NetworkContract.OUTAGE_BEGAN.subscribe(vertx.eventBus(), began::add));
        ready(NetworkContract.RECOVERY_ENDED.subscribe(vertx.eventBus(), ended::add));
    }

    @AfterEach
    void close() {
        ledger.close();
        get(vertx.close());
    }

    @Test
    void restartsOnlyWhatIsBrokenInOrderAndTellsTheOutcome() {
        register("orders", null, "database");
        register("database", null);
        register("stubborn", null);
        register("needs-stubborn", null, "stubborn");
        register("by-script", "restart.sh");
        register("nobodys", null);
        register("blinked", null);
        register("ended", null);
        register("long-broken", null);
        register("well", null);
        register(
                "pod",
                null,
                Map.of(
                        KubernetesContract.CLUSTER_METADATA, "east",
                        KubernetesContract.SERVICE_METADATA, "shop/web"));
        HttpServer server = get(peers.http(200));
        monitor(server.actualPort());
        awaitOutage(false);

        get(server.close());
        awaitOutage(true);
        List.of("orders", "database", "stubborn", "needs-stubborn", "by-script", "nobodys", "blinked", "pod")
                .forEach(id -> report(id, HealthStatus.DOWN));
        health.put(
                "long-broken",
                report("long-broken", HealthStatus.DOWN, Instant.now().minusSeconds(3_600)));
        report("blinked", HealthStatus.UP);
        endAndStartAgain("ended");
        assertThat(restarts).as("while the outage lasts").isEmpty();
        get(peers.http(200, server.actualPort()));

        await().untilAsserted(() -> assertThat(ended).hasSize(1));
        assertThat(began).hasSize(1);
        Map<String, RecoveredInstance> seenTo = byId(ended.get(0));
        assertThat(seenTo)
                .containsOnlyKeys(
                        "orders",
                        "database",
                        "stubborn",
                        "needs-stubborn",
                        "by-script",
                        "nobodys",
                        "blinked",
                        "ended",
                        "pod");
        assertThat(seenTo.get("ended")).satisfies(i -> {
            assertThat(i.outcome()).isEqualTo(RecoveryOutcome.RESTARTED);
            assertThat(i.detail()).isEqualTo("by the supervisor of a: it had ended");
        });
        assertThat(seenTo.get("pod").detail()).isEqualTo("by a rollout of Deployment shop/web");
        assertThat(seenTo.get("blinked").outcome()).isEqualTo(RecoveryOutcome.BY_ITSELF);
        assertThat(List.of("orders", "database", "by-script", "pod")).allSatisfy(id -> {
            assertThat(seenTo.get(id).outcome()).isEqualTo(RecoveryOutcome.RESTARTED);
            assertThat(seenTo.get(id).attempts()).isEqualTo(1);
            assertThat(seenTo.get(id).upAt()).isNotNull();
        });
        assertThat(seenTo.get("stubborn")).satisfies(i -> {
            assertThat(i.outcome()).isEqualTo(RecoveryOutcome.FAILED);
            assertThat(i.attempts()).isEqualTo(2);
            assertThat(i.detail()).contains("not well within");
        });
        assertThat(seenTo.get("needs-stubborn").detail()).contains("stubborn, which is still down");
        assertThat(seenTo.get("nobodys").detail()).contains("no node of host supervises it");
        assertThat(restarts)
                .containsExactlyInAnyOrder("database", "orders", "by-script", "stubborn", "stubborn", "shop/web")
                .containsSubsequence("database", "orders");
        await().untilAsserted(() -> assertThat(get(NetworkContract.RECOVERIES.call(vertx.eventBus(), Empty.EMPTY))
                        .items())
                .isEqualTo(ended));
        assertThat(ledger.view().snapshot().entries(LedgerKeys.OUTAGES)).isEmpty();
    }

    private static Map<String, RecoveredInstance> byId(Recovery recovery) {
        return recovery.instances().stream().collect(Collectors.toMap(RecoveredInstance::serviceId, i -> i));
    }

    private void monitor(int targetPort) {
        Target web = new Target(
                "web", NetworkAxis.INTERNET, new Check.Http("http://127.0.0.1:" + targetPort), INTERVAL, INTERVAL);
        NetworkConfig.Times times = new NetworkConfig.Times(INTERVAL, INTERVAL);
        NetworkConfig settings = new NetworkConfig(List.of(web), null, times, Duration.ZERO, 3, 2, SETTINGS);
        get(vertx.deployVerticle(new ConnectionMonitorVerticle(
                new ConnectionMonitorConfig("a-id", "a", "host", settings), ledger.view(), Clock.systemUTC())));
    }

    private void awaitOutage(boolean lasts) {
        await().untilAsserted(() -> {
            NetworkState state = get(NetworkContract.NETWORK_STATE.call(vertx.eventBus(), Empty.EMPTY));
            assertThat(state.axes()).isNotEmpty();
            assertThat(state.outage() != null).isEqualTo(lasts);
        });
    }

    private void register(String id, String script, String... needs) {
        register(id, script, Map.of(), needs);
    }

    private void register(String id, String script, Map<String, String> metadata, String... needs) {
        port++;
        RegisteredInstance instance = new RegisteredInstance(
                id,
                id,
                null,
                "127.0.0.1",
                "host",
                Protocol.TCP,
                InstanceStatus.ACTIVE,
                null,
                null,
                script,
                "development",
                List.of(needs),
                "/health",
                metadata,
                Instant.EPOCH,
                false);
        ledger.put(
                Mutation.put(LedgerKeys.instance(id), instance),
                Mutation.put(
                        LedgerKeys.allocation("host", Protocol.TCP, port),
                        new Allocation("host", Protocol.TCP, null, id, Instant.EPOCH, true)));
        report(id, HealthStatus.UP);
    }

    /** As an observer does: the event, and the answer when asked. */
    private void report(String id, HealthStatus status) {
        HealthReport before = health.put(id, report(id, status, Instant.now()));
        HealthStatus was = before == null ? HealthStatus.UNKNOWN : before.status();
        HealthContract.HEALTH_CHANGED.publish(vertx.eventBus(), new HealthChange(health.get(id), was));
    }

    /** As its supervisor does, by itself. */
    private void endAndStartAgain(String id) {
        SupervisionContract.SERVICE_EXITED.publish(vertx.eventBus(), supervised(id));
        SupervisionContract.SERVICE_RESTARTED.publish(vertx.eventBus(), supervised(id));
        SupervisionContract.SERVICE_READY.publish(vertx.eventBus(), supervised(id));
    }

    /** As an observer answers: of one instance only that. */
    private HealthPage reports(HealthQuery query) {
        List<HealthReport> found = health.values().stream()
                .filter(r -> query.serviceId() == null || query.serviceId().equals(r.serviceId()))
                .toList();
        return new HealthPage(found, null);
    }

    private static HealthReport report(String id, HealthStatus status, Instant since) {
        return new HealthReport(id, id, status, null, null, "seen", Instant.now(), 0, since, "a");
    }

    private static SupervisedService supervised(String name) {
        return new SupervisedService(
                "a", "host", "shop", name, SupervisedState.READY, Instant.now(), null, 1L, name, null, null, 0, null);
    }

    private static void ready(MessageConsumer<?> consumer) {
        get(consumer.completion());
    }

    private static <T> T get(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }
}
