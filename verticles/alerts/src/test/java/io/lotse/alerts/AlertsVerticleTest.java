package io.lotse.alerts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Empty;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.alerts.Alert;
import io.lotse.contracts.alerts.AlertAcknowledging;
import io.lotse.contracts.alerts.AlertChannel;
import io.lotse.contracts.alerts.AlertDetail;
import io.lotse.contracts.alerts.AlertLookup;
import io.lotse.contracts.alerts.AlertMatcher;
import io.lotse.contracts.alerts.AlertQuery;
import io.lotse.contracts.alerts.AlertRoute;
import io.lotse.contracts.alerts.AlertSettingsChange;
import io.lotse.contracts.alerts.AlertSettingsReply;
import io.lotse.contracts.alerts.AlertSettingsSource;
import io.lotse.contracts.alerts.AlertStatus;
import io.lotse.contracts.alerts.AlertsContract;
import io.lotse.contracts.alerts.ChannelTrial;
import io.lotse.contracts.alerts.Delivery;
import io.lotse.contracts.alerts.ExternalAlert;
import io.lotse.contracts.alerts.ExternalAlerts;
import io.lotse.contracts.alerts.NoticeState;
import io.lotse.contracts.alerts.SilenceRequest;
import io.lotse.contracts.alerts.TrialResult;
import io.lotse.contracts.cluster.ClusterContract;
import io.lotse.contracts.cluster.Members;
import io.lotse.contracts.cluster.NodeInfo;
import io.lotse.contracts.health.Breach;
import io.lotse.contracts.health.BreachPage;
import io.lotse.contracts.health.HealthContract;
import io.lotse.contracts.health.HealthPage;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.network.NetworkAxis;
import io.lotse.contracts.network.NetworkContract;
import io.lotse.contracts.network.NetworkState;
import io.lotse.contracts.network.Outage;
import io.lotse.contracts.network.Reachability;
import io.lotse.contracts.network.TargetState;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.testsupport.Bus;
import io.lotse.testsupport.TestLedger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

/** The room with a real ledger, which is emptied for each test, and real receivers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AlertsVerticleTest {
    private static final Duration OFTEN = Duration.ofMillis(50);

    private final Vertx vertx = Vertx.vertx();
    private final Clock clock = Clock.systemUTC();
    private final TestLedger ledger = TestLedger.start(vertx, clock);
    private final List<Alert> raised = new CopyOnWriteArrayList<>();
    private final List<Alert> resolved = new CopyOnWriteArrayList<>();
    private volatile List<NodeInfo> members = List.of();
    private volatile List<Breach> breaches = List.of();
    private String deployment;

    private Path file;

    @BeforeAll
    void serve() {
        Bus.wait(ClusterContract.MEMBERS
                .serve(vertx.eventBus(), q -> Future.succeededFuture(new Members(members)))
                .completion());
        Bus.wait(AlertsContract.ALERT_RAISED
                .subscribe(vertx.eventBus(), raised::add)
                .completion());
        Bus.wait(AlertsContract.ALERT_RESOLVED
                .subscribe(vertx.eventBus(), resolved::add)
                .completion());
        Bus.wait(HealthContract.HEALTH
                .serve(vertx.eventBus(), q -> Future.succeededFuture(new HealthPage(List.of(), null)))
                .completion());
        Bus.wait(HealthContract.BREACHES
                .serve(vertx.eventBus(), q -> Future.succeededFuture(new BreachPage(breaches, null)))
                .completion());
    }

    @BeforeEach
    void start(@TempDir Path folder) {
        ledger.empty();
        file = folder.resolve("alerts.yaml");
        members = List.of(node("a"));
        breaches = List.of();
        raised.clear();
        resolved.clear();
        deployment = deploy("a");
    }

    @AfterEach
    void undeploy() {
        Bus.wait(vertx.undeploy(deployment));
    }

    @AfterAll
    void stop() {
        ledger.close();
        Bus.wait(vertx.close());
    }

    private String deploy(String node) {
        return Bus.wait(vertx.deployVerticle(new AlertsVerticle(
                new AlertsConfig(node + "-id", node, file, Map.of(), OFTEN), ledger.view(), null, clock)));
    }

    private static NodeInfo node(String name) {
        return new NodeInfo(name + "-id", name, "h", List.of(), null, null, "127.0.0.1:1", 1, "1", Some.NOON);
    }

    private void post(String name, Duration lasts) {
        AlertsContract.ALERTS_POSTED.publish(
                vertx.eventBus(),
                new ExternalAlerts(List.of(new ExternalAlert(
                        Map.of("alertname", name, "severity", "critical", "service", "orders"),
                        Map.of("summary", name + " happened"),
                        null,
                        clock.instant().plus(lasts),
                        null))));
    }

    private void set(AlertChannel... channels) {
        AlertRoute quick = new AlertRoute(
                "quick",
                null,
                List.of(channels).stream().map(AlertChannel::name).toList(),
                null,
                Duration.ZERO,
                Duration.ZERO,
                null,
                null,
                null);
        Bus.call(
                vertx,
                AlertsContract.CHANGE_SETTINGS,
                new AlertSettingsChange(Some.settings(List.of(channels), quick), null, false));
    }

    /** Sets a rule, so that nobody waits as long as people would. */
    private void rule(String rule) throws IOException {
        Files.writeString(file, "rules:\n  - " + rule + "\n");
        awaitUntil(() -> assertThat(settings().source()).isEqualTo(AlertSettingsSource.FILE));
    }

    private List<Alert> shown(AlertStatus status) {
        return Bus.call(vertx, AlertsContract.ALERTS, new AlertQuery(status, true, null, null, null, null, null))
                .items();
    }

    private AlertDetail detail(String id) {
        return Bus.call(vertx, AlertsContract.ALERT, new AlertLookup(id));
    }

    private void awaitUntil(org.awaitility.core.ThrowingRunnable holds) {
        await().untilAsserted(holds);
    }

    @Test
    void withoutAnySettingsAlertsAreRaisedAndShown() {
        post("DiskFull", Duration.ofHours(1));

        awaitUntil(() -> assertThat(raised).extracting(Alert::detail).containsExactly("DiskFull happened"));
        assertThat(shown(AlertStatus.FIRING)).hasSize(1);
        assertThat(detail(raised.get(0).id()).deliveries()).isEmpty();
    }

    @Test
    void whatHoldsNoMoreIsResolved() throws IOException {
        rule("{name: external, kind: external, resolve_after: 0}");
        post("DiskFull", Duration.ofHours(1));
        awaitUntil(() -> assertThat(shown(AlertStatus.FIRING)).hasSize(1));

        post("DiskFull", Duration.ZERO);

        awaitUntil(() -> assertThat(resolved).hasSize(1));
        assertThat(shown(AlertStatus.FIRING)).isEmpty();
        assertThat(shown(AlertStatus.RESOLVED)).hasSize(1);
    }

    @Test
    void aChannelThatFailsIsTriedAgainAndNoOtherWaitsForIt() {
        AtomicInteger tries = new AtomicInteger();
        Receiver bad = new Receiver(vertx, request -> request.response()
                .setStatusCode(tries.incrementAndGet() < 2 ? 500 : 200)
                .end());
        Receiver hangs = new Receiver(vertx, request -> {});
        Receiver good = new Receiver(vertx, Receiver.status(200));
        set(
                Some.webhook("bad", bad.url(), null),
                Some.webhook("hangs", hangs.url(), null),
                Some.webhook("good", good.url(), null));

        post("DiskFull", Duration.ofHours(1));

        awaitUntil(() -> assertThat(good.taken()).hasSize(1));
        awaitUntil(() -> assertThat(bad.taken()).hasSize(2));
        assertThat(bad.taken().get(0).headers().get("webhook-id"))
                .isEqualTo(bad.taken().get(1).headers().get("webhook-id"));
        awaitUntil(() -> assertThat(detail(raised.get(0).id()).deliveries())
                .filteredOn(d -> d.state() == NoticeState.DELIVERED)
                .extracting(Delivery::channel)
                .containsExactlyInAnyOrder("bad", "good"));
        assertThat(detail(raised.get(0).id()).deliveries())
                .filteredOn(d -> d.channel().equals("bad"))
                .extracting(Delivery::attempts, Delivery::error)
                .containsExactly(tuple(2, "it answered 500"));
    }

    @Test
    void whatIsOwedIsDeliveredByTheSuccessor() {
        Receiver hangs = new Receiver(vertx, request -> {});
        set(Some.webhook("pager", hangs.url(), null));
        post("DiskFull", Duration.ofHours(1));
        awaitUntil(() -> assertThat(hangs.taken()).hasSize(1));

        Bus.wait(vertx.undeploy(deployment));
        members = List.of(node("b"));
        Receiver works = new Receiver(vertx, Receiver.status(200));
        deployment = deploy("b");
        set(Some.webhook("pager", works.url(), null));

        awaitUntil(() -> assertThat(works.taken()).isNotEmpty());
        assertThat(works.taken().get(0).headers().get("webhook-id"))
                .isEqualTo(hangs.taken().get(0).headers().get("webhook-id"));
        awaitUntil(() -> assertThat(detail(raised.get(0).id()).deliveries())
                .extracting(Delivery::state)
                .containsExactly(NoticeState.DELIVERED));
        assertThat(raised).hasSize(1);
    }

    @Test
    void whatIsSilencedIsShownAndNobodyIsTold() {
        Receiver receiver = new Receiver(vertx, Receiver.status(200));
        set(Some.webhook("pager", receiver.url(), null));
        Bus.call(
                vertx,
                AlertsContract.PUT_SILENCE,
                new SilenceRequest(
                        null,
                        List.of(new AlertMatcher("alertname", "Known", null, null)),
                        "ada",
                        "we know",
                        null,
                        null,
                        Duration.ofHours(1)));

        post("Known", Duration.ofHours(1));
        awaitUntil(() -> assertThat(shown(AlertStatus.SILENCED)).hasSize(1));
        post("New", Duration.ofHours(1));

        awaitUntil(() -> assertThat(receiver.taken()).hasSize(1));
        assertThat(receiver.taken().get(0).body().toString())
                .contains("New happened")
                .doesNotContain("Known happened");
    }

    @Test
    void anAcknowledgementIsShown() {
        post("DiskFull", Duration.ofHours(1));
        awaitUntil(() -> assertThat(raised).hasSize(1));

        Bus.call(
                vertx,
                AlertsContract.ACKNOWLEDGE,
                new AlertAcknowledging(raised.get(0).id().substring(0, 6), "ada", "on it"));

        assertThat(shown(AlertStatus.ACKNOWLEDGED))
                .extracting(a -> a.acknowledgement().author())
                .containsExactly("ada");
    }

    @Test
    void aNodeThatLeavesIsGoneUntilItComesBackAndOneThatIsStoppedIsNot() throws IOException {
        rule("{name: node-gone, kind: node_gone, after: 0}");
        ClusterContract.NODE_STOPPING.publish(vertx.eventBus(), node("stopped"));
        ClusterContract.MEMBER_LEFT.publish(vertx.eventBus(), node("stopped"));
        ClusterContract.MEMBER_LEFT.publish(vertx.eventBus(), node("crashed"));

        awaitUntil(
                () -> assertThat(raised).extracting(a -> a.labels().get("node")).containsExactly("crashed"));
    }

    @Test
    void aFigureOfEachInstanceAndOfEachPathIsAnAlertOfItsOwn() {
        ledger.put(Mutation.put(LedgerKeys.instance("orders-1"), Some.instance("orders-1", "orders")));
        Instant now = clock.instant();
        breaches = List.of(
                Some.breach("orders-1", null, "a", now),
                Some.breach(null, "/pay", "a", now),
                Some.breach(null, "/cart", "a", now),
                // what a member says that measured before another did
                Some.breach(null, "/cart", "b", now.minusSeconds(60)));
        HealthContract.THRESHOLD_CROSSED.publish(vertx.eventBus(), breaches.get(0));

        awaitUntil(() -> assertThat(raised)
                .extracting(a -> a.labels().get("instance"), a -> a.labels().get("path"), a -> a.labels()
                        .get("service"))
                .containsExactlyInAnyOrder(
                        tuple("orders-1", null, "orders"),
                        tuple(null, "/pay", "orders"),
                        tuple(null, "/cart", "orders")));
        assertThat(raised).extracting(Alert::detail).contains("orders: it is too much");
    }

    @Test
    void anOutageIsOneAlertThatExplainsItsTargetsAndWhatIsDownMeanwhile() throws IOException {
        rule("{name: network, kind: network, after: 0}\n  - {name: instance-down, kind: instance_down, after: 0}");
        Outage outage =
                new Outage("o1", "a-id", "a", "h", List.of(NetworkAxis.INTERNET), "no internet", clock.instant(), null);
        List<TargetState> targets = List.of(
                Some.unreached("web", NetworkAxis.INTERNET),
                Some.unreached("mirror", NetworkAxis.INTERNET),
                Some.unreached("resolver", NetworkAxis.DNS));
        NetworkState state = new NetworkState(
                "a-id", "a", Reachability.DEGRADED, Some.NOON, "a part is not reached", targets, List.of(), outage);
        MessageConsumer<?> served =
                NetworkContract.NETWORK_STATE.serveFor(vertx.eventBus(), "a-id", q -> Future.succeededFuture(state));
        Bus.wait(served.completion());
        NetworkContract.OUTAGE_BEGAN.publish(vertx.eventBus(), outage);

        awaitUntil(() -> assertThat(raised).hasSize(4));
        ledger.put(Mutation.put(
                LedgerKeys.instance("orders-1"),
                Some.instance("orders-1", "orders").with(InstanceStatus.INACTIVE)));

        awaitUntil(() -> assertThat(raised).hasSize(5));
        assertThat(shown(AlertStatus.FIRING))
                .extracting(a -> a.labels().get("alertname"), a -> a.labels().get("target"))
                .containsExactlyInAnyOrder(tuple("NetworkOffline", null), tuple("TargetUnreachable", "resolver"));
        assertThat(shown(AlertStatus.INHIBITED))
                .extracting(a -> a.labels().get("alertname"))
                .containsExactlyInAnyOrder("TargetUnreachable", "TargetUnreachable", "InstanceDown");
        Bus.wait(served.unregister());
    }

    @Test
    void aTrialSaysWhatCameOfIt() {
        Receiver good = new Receiver(vertx, Receiver.status(200));
        Receiver bad = new Receiver(vertx, Receiver.status(403));
        set(Some.webhook("good", good.url(), null), Some.webhook("bad", bad.url(), null));

        List<TrialResult> results = Bus.call(vertx, AlertsContract.TRY_CHANNELS, new ChannelTrial(null))
                .items();

        assertThat(results)
                .extracting(TrialResult::channel, TrialResult::delivered)
                .containsExactly(tuple("good", true), tuple("bad", false));
        assertThat(Bus.failure(vertx, AlertsContract.TRY_CHANNELS, new ChannelTrial("pager"))
                        .code())
                .isEqualTo(ProblemCode.UNKNOWN_CHANNEL);
    }

    @Test
    void settingsWithMistakesAreRefusedAndThoseOfAnotherRevisionToo() {
        ContractException refused = Bus.failure(
                vertx,
                AlertsContract.CHANGE_SETTINGS,
                new AlertSettingsChange(
                        Some.settings(List.of(Some.webhook("a", "nowhere", null), Some.webhook("a", null, null))),
                        null,
                        false));
        assertThat(refused.errors()).hasSize(3);

        ContractException conflict = Bus.failure(
                vertx, AlertsContract.CHANGE_SETTINGS, new AlertSettingsChange(Some.settings(List.of()), 99L, false));
        assertThat(conflict.code()).isEqualTo(ProblemCode.CONFLICT);
    }

    @Test
    void followsAFileUntilTheLedgerHoldsSettings() throws IOException {
        Files.writeString(file, "rules:\n  - {name: none, kind: external, off: true, unknown: 1}\n");
        awaitUntil(() -> assertThat(settings().refused()).contains("rules[0].unknown"));
        Files.writeString(file, "rules:\n  - {name: none, kind: external, off: true}\n");
        awaitUntil(() -> assertThat(settings().source()).isEqualTo(AlertSettingsSource.FILE));
        assertThat(settings().refused()).isNull();

        set();

        assertThat(settings().source()).isEqualTo(AlertSettingsSource.LEDGER);
        Bus.call(vertx, AlertsContract.CHANGE_SETTINGS, new AlertSettingsChange(null, null, false));
        assertThat(settings().settings().rules()).hasSize(1);
    }

    private AlertSettingsReply settings() {
        return Bus.call(vertx, AlertsContract.SETTINGS, Empty.EMPTY);
    }
}
