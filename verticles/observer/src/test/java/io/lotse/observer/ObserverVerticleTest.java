package io.lotse.observer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.cluster.ClusterContract;
import io.lotse.contracts.cluster.Members;
import io.lotse.contracts.cluster.NodeInfo;
import io.lotse.contracts.health.HealthBatch;
import io.lotse.contracts.health.HealthChange;
import io.lotse.contracts.health.HealthContract;
import io.lotse.contracts.health.HealthHistoryQuery;
import io.lotse.contracts.health.HealthPage;
import io.lotse.contracts.health.HealthQuery;
import io.lotse.contracts.health.HealthReport;
import io.lotse.contracts.health.HealthSample;
import io.lotse.contracts.health.HealthStatus;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.contracts.registry.StatusReport;
import io.lotse.testfaults.SettableClock;
import io.lotse.testsupport.TestLedger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** The whole room over the bus, with real HTTP services. */
class ObserverVerticleTest {
    private static final NodeInfo A = Samples.node("a", Samples.HOST);
    private static final NodeInfo B = Samples.node("b", Samples.HOST);

    private static final Vertx VERTX = Vertx.vertx();
    private static final SettableClock CLOCK = new SettableClock(Samples.REGISTERED_AT);
    private static TestLedger ledger;
    private static RegistryStandIn registry;

    private final List<HealthChange> changes = new CopyOnWriteArrayList<>();
    private final List<HttpServer> servers = new ArrayList<>();
    private final List<String> observers = new ArrayList<>();
    private MessageConsumer<JsonObject> listening;

    @BeforeAll
    static void startTheLedger() {
        ledger = TestLedger.start(VERTX, CLOCK);
        registry = new RegistryStandIn(VERTX.eventBus(), ledger);
    }

    @AfterAll
    static void stopTheLedger() {
        ledger.close();
        get(VERTX.close());
    }

    @BeforeEach
    void listen() {
        listening = HealthContract.HEALTH_CHANGED.subscribe(VERTX.eventBus(), changes::add);
        get(listening.completion());
    }

    @AfterEach
    void cleanUp() {
        get(listening.unregister());
        get(Future.join(observers.stream().map(VERTX::undeploy).toList()));
        get(Future.join(servers.stream().map(HttpServer::close).toList()));
        registry.clear();
    }

    @Test
    void showsStatusAndLatencyOfAServiceThatIsUp() {
        observe(A);
        registry.register(
                Samples.registered("orders-1", "127.0.0.1", "/health", false), serve(200, "{\"status\":\"UP\"}"));

        HealthReport report = awaitStatus("orders-1", HealthStatus.UP);

        assertThat(report.latency()).isPositive();
        assertThat(report.httpStatus()).isEqualTo(200);
        assertThat(report.node()).isEqualTo("a");
        assertThat(changes).extracting(HealthChange::before).containsExactly(HealthStatus.UNKNOWN);
        assertThat(history("orders-1")).extracting(HealthSample::status).contains(HealthStatus.UP);
    }

    @Test
    void takesAnInstanceThatIsDownOutOfRoutingAndPutsItBack() {
        observe(A);
        int port = serve(200, "ok");
        registry.register(Samples.registered("orders-1", "127.0.0.1", "/health", false), port);
        awaitStatus("orders-1", HealthStatus.UP);

        get(servers.remove(0).close());
        awaitStatus("orders-1", HealthStatus.DOWN);
        await().untilAsserted(() -> assertThat(statusInTheLedger("orders-1")).isEqualTo(InstanceStatus.INACTIVE));

        get(VERTX.createHttpServer().requestHandler(r -> r.response().end()).listen(port, "127.0.0.1"));
        awaitStatus("orders-1", HealthStatus.UP);
        await().untilAsserted(() -> assertThat(statusInTheLedger("orders-1")).isEqualTo(InstanceStatus.ACTIVE));
        assertThat(registry.reports)
                .extracting(StatusReport::status)
                .containsExactly(InstanceStatus.INACTIVE, InstanceStatus.ACTIVE);
    }

    @Test
    void reportsAgainAtTheNextCheckWhatTheLedgerDidNotTake() {
        registry.refuse(2);
        observe(A);
        registry.register(Samples.registered("orders-1", "127.0.0.1", "/health", false), serve(500, ""));

        await().untilAsserted(() -> assertThat(statusInTheLedger("orders-1")).isEqualTo(InstanceStatus.INACTIVE));
        assertThat(registry.reports).hasSize(3);
    }

    @Test
    void leavesTheStatusOfAnInstanceThatSendsHeartbeatsAlone() {
        observe(A);
        registry.register(Samples.registered("orders-1", "127.0.0.1", "/health", true), serve(500, ""));

        awaitStatus("orders-1", HealthStatus.DOWN);
        await().untilAsserted(() -> assertThat(history("orders-1")).hasSizeGreaterThan(4));
        assertThat(registry.reports).isEmpty();
    }

    @Test
    void theOthersTakeOverWhatADeadMemberChecked() {
        String first = observe(A);
        observe(B);
        membersAre(A, B);
        int port = serve(200, "ok");
        for (int i = 0; i < 20; i++) {
            registry.register(Samples.registered("orders-" + i, "127.0.0.1", "/health", false), port);
        }
        await().untilAsserted(() -> assertThat(checkers()).containsExactlyInAnyOrder("a", "b"));

        get(VERTX.undeploy(first));
        observers.remove(first);
        membersAre(B);

        await().untilAsserted(() -> assertThat(checkers()).containsExactly("b"));
    }

    @Test
    void answersForInstancesThatOtherNodesCheck() {
        observe(A);
        registry.register(Samples.registered("far-1", "host-b", "127.0.0.1", "/health", false), 8000);

        tell("far-1", HealthStatus.DEGRADED);

        assertThat(awaitStatus("far-1", HealthStatus.DEGRADED).node()).isEqualTo("b");
        assertThat(history("far-1")).hasSize(1);
    }

    @Test
    void saysUnknownOnceNobodyHasCheckedForAWhile() {
        observe(A);
        registry.register(Samples.registered("far-1", "host-b", "127.0.0.1", "/health", false), 8000);
        tell("far-1", HealthStatus.UP);
        awaitStatus("far-1", HealthStatus.UP);

        CLOCK.advance(Duration.ofMinutes(1));

        HealthReport report = report("far-1");
        assertThat(report.status()).isEqualTo(HealthStatus.UNKNOWN);
        assertThat(report.detail()).contains("not checked for 60 s").contains("only a node of its own host");
    }

    @Test
    void forgetsWhatIsDeregistered() {
        observe(A);
        registry.register(Samples.registered("orders-1", "127.0.0.1", "/health", false), serve(200, ""));
        awaitStatus("orders-1", HealthStatus.UP);

        registry.deregister("orders-1");

        await().untilAsserted(() -> assertThatThrownBy(() -> report("orders-1"))
                .isInstanceOfSatisfying(
                        CompletionException.class, e -> assertThat(((ContractException) e.getCause()).code())
                                .isEqualTo(ProblemCode.UNKNOWN_INSTANCE)));
    }

    @Test
    void listsPageByPageAndByServiceAndStatus() {
        observe(A);
        int port = serve(200, "ok");
        registry.register(Samples.registered("orders-1", "127.0.0.1", "/health", false), port);
        for (int i = 2; i <= 4; i++) {
            registry.register(Samples.registered("orders-" + i, "127.0.0.1", null, false), port + i);
        }
        awaitStatus("orders-1", HealthStatus.UP);

        HealthPage first = ask(new HealthQuery("orders", null, null, null, 3));
        HealthPage last = ask(new HealthQuery("orders", null, null, first.next(), 3));

        assertThat(first.items())
                .extracting(HealthReport::serviceId)
                .containsExactly("orders-1", "orders-2", "orders-3");
        assertThat(last.items()).extracting(HealthReport::serviceId).containsExactly("orders-4");
        assertThat(last.next()).isNull();
        assertThat(ask(new HealthQuery(null, null, HealthStatus.UP, null, null)).items())
                .extracting(HealthReport::serviceId)
                .containsExactly("orders-1");
        assertThat(last.items().get(0).detail()).contains("register a health_path");
    }

    private int serve(int status, String body) {
        HttpServer server = get(VERTX.createHttpServer()
                .requestHandler(r -> r.response().setStatusCode(status).end(body))
                .listen(0, "127.0.0.1"));
        servers.add(server);
        return server.actualPort();
    }

    private String observe(NodeInfo node) {
        ObserverConfig config = new ObserverConfig(
                node.id(), node.name(), node.host(), Duration.ofMillis(400), Duration.ofMillis(400), 2, 60);
        String id = get(VERTX.deployVerticle(new ObserverVerticle(config, ledger.view(), null, CLOCK)));
        observers.add(id);
        return id;
    }

    /** Another node tells of a check. */
    private void tell(String id, HealthStatus status) {
        HealthReport report = new HealthReport(
                id, "orders", status, Duration.ofMillis(12), 200, "answered", CLOCK.instant(), 0, CLOCK.instant(), "b");
        HealthContract.HEALTH_CHECKED.publish(VERTX.eventBus(), new HealthBatch("b-id", List.of(report)));
    }

    private void membersAre(NodeInfo... nodes) {
        ClusterContract.MEMBERS_CHANGED.publish(VERTX.eventBus(), new Members(List.of(nodes)));
    }

    private Set<String> checkers() {
        return ask(HealthQuery.all()).items().stream()
                .map(r -> String.valueOf(r.node()))
                .collect(Collectors.toSet());
    }

    private InstanceStatus statusInTheLedger(String id) {
        return ledger.view().snapshot().instance(id).orElseThrow().status();
    }

    private HealthReport awaitStatus(String id, HealthStatus status) {
        await().ignoreExceptions()
                .untilAsserted(() -> assertThat(report(id).status()).isEqualTo(status));
        return report(id);
    }

    private HealthReport report(String id) {
        return ask(HealthQuery.of(id)).items().get(0);
    }

    private List<HealthSample> history(String id) {
        return get(HealthContract.HISTORY.call(VERTX.eventBus(), new HealthHistoryQuery(id)))
                .samples();
    }

    private HealthPage ask(HealthQuery query) {
        return get(HealthContract.HEALTH.call(VERTX.eventBus(), query));
    }

    private static <T> T get(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }
}
