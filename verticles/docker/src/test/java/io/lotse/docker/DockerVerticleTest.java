package io.lotse.docker;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lotse.contracts.imports.ImportsContract;
import io.lotse.contracts.imports.SourceChange;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.testfaults.SettableClock;
import io.lotse.testsupport.Bus;
import io.lotse.testsupport.DockerEngine;
import io.lotse.testsupport.RegistryStandIn;
import io.lotse.testsupport.TestLedger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The whole room, with an engine's protocol on a real socket and instances in the real ledger. */
class DockerVerticleTest {
    /** Looks that nothing was told of come so seldom that what is seen before was told by an event. */
    private static final DockerConfig.Pace BY_EVENTS = new DockerConfig.Pace(
            Duration.ofMinutes(10), Duration.ofMillis(10), Duration.ofSeconds(30), Duration.ofMillis(20));

    private static final DockerConfig.Pace IMPATIENT = new DockerConfig.Pace(
            Duration.ofMillis(100), Duration.ofMillis(10), Duration.ofMillis(200), Duration.ofMillis(20));

    private static Vertx vertx;
    private static TestLedger ledger;
    private static RegistryStandIn registry;

    @TempDir
    private Path folder;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final List<SourceChange> told = new CopyOnWriteArrayList<>();
    private DockerEngine engine;
    private String deployment;

    @BeforeAll
    static void startLedger() {
        vertx = Vertx.vertx();
        ledger = TestLedger.start(vertx);
        registry = new RegistryStandIn(vertx, ledger);
    }

    @AfterAll
    static void stopLedger() {
        ledger.close();
        Bus.wait(vertx.close());
    }

    @BeforeEach
    void engine() {
        ledger.empty();
        registry.clear();
        engine = new DockerEngine(vertx, folder.resolve("docker.sock")).start();
        Bus.wait(ImportsContract.SOURCE_CHANGED
                .subscribe(vertx.eventBus(), told::add)
                .completion());
    }

    @AfterEach
    void undeploy() {
        if (deployment != null) {
            Bus.wait(vertx.undeploy(deployment));
        }
        engine.close();
    }

    @Test
    void registersWhatRunsAndFollowsWhatStartsAndEnds() {
        engine.has(container("aaa", 8001));
        deploy(BY_EVENTS);
        awaitPorts(8001);
        await().until(() -> engine.listeners() == 1);

        engine.run(container("bbb", 8002));
        awaitPorts(8001, 8002);
        engine.die("aaa");
        awaitPorts(8002);

        assertThat(engine.asked()).anyMatch(uri -> uri.startsWith("/v1.43/events?filters="));
        assertThat(meters.get("lotse.docker.reached").gauge().value()).isOne();
        assertThat(meters.get("lotse.docker.instances").gauge().value()).isOne();
    }

    @Test
    void anEventInPiecesAndOneThatIsNoneAreHeard() {
        deploy(BY_EVENTS);
        await().until(() -> engine.listeners() == 1);
        String event = DockerEngine.event("start", "aaa").encode();

        engine.has(container("aaa", 8001));
        engine.send(event.substring(0, 20));
        awaitPorts(8001);
        engine.send(event.substring(20));
        engine.has(container("bbb", 8002));
        engine.send("}}} what? \u0000 [");
        awaitPorts(8001, 8002);
    }

    @Test
    void whatHealthChecksAndPausesSayIsTheStatus() {
        engine.has(container("aaa", 8001));
        deploy(BY_EVENTS);
        awaitPorts(8001);
        await().until(() -> engine.listeners() == 1);

        engine.change("aaa", "health_status: unhealthy", "Status", "Up 1 minute (unhealthy)");
        awaitStatus(InstanceStatus.INACTIVE);
        engine.change("aaa", "health_status: healthy", "Status", "Up 1 minute (healthy)");
        awaitStatus(InstanceStatus.ACTIVE);
        engine.change("aaa", "pause", "State", "paused");
        awaitStatus(InstanceStatus.INACTIVE);

        assertThat(registry.deregistered()).isEmpty();
    }

    @Test
    void afterARestartOfTheNodeTheSameContainersAreTheSameInstancesAndThoseThatEndedAreGone() {
        engine.has(container("aaa", 8001));
        engine.has(container("bbb", 8002));
        deploy(BY_EVENTS);
        awaitPorts(8001, 8002);
        long before = instance("docker:build-7:aaa:80").revision();
        Bus.wait(vertx.undeploy(deployment));
        assertThat(ports()).as("a node that stops leaves them registered").hasSize(2);
        await().until(() -> engine.listeners() == 0);

        engine.forget("bbb");
        engine.has(container("ccc", 8003));
        deploy(BY_EVENTS);

        awaitPorts(8001, 8003);
        assertThat(instance("docker:build-7:aaa:80").revision()).isEqualTo(before);
    }

    @Test
    void whatHappenedWhileTheStreamWasCutIsSeenAfterwards() {
        engine.has(container("aaa", 8001));
        deploy(BY_EVENTS);
        await().until(() -> engine.listeners() == 1);
        awaitPorts(8001);

        engine.forget("aaa");
        engine.has(container("bbb", 8002));
        engine.cutStreams();

        awaitPorts(8002);
        await().until(() -> engine.listeners() == 1);
        assertThat(told).extracting(SourceChange::reachable).contains(false, true);
    }

    @Test
    void whileTheEngineIsDownWhatIsRegisteredStaysAndItIsFoundAgain() {
        engine.has(container("aaa", 8001));
        deploy(IMPATIENT);
        awaitPorts(8001);

        engine.stop();
        await().untilAsserted(() -> assertThat(told).last().satisfies(now -> {
            assertThat(now.reachable()).isFalse();
            assertThat(now.source()).isEqualTo("docker:build-7");
            assertThat(now.at()).isEqualTo(clock.instant());
        }));
        assertThat(ports()).containsExactly(8001);
        engine.forget("aaa");
        engine.start();

        awaitPorts();
    }

    @Test
    void withoutASocketItSaysSoAndWaitsForOne() {
        engine.stop();
        engine.has(container("aaa", 8001));
        deploy(IMPATIENT);
        await().untilAsserted(() -> assertThat(told).singleElement().satisfies(now -> assertThat(now.detail())
                .startsWith("there is no " + folder.resolve("docker.sock"))
                .endsWith("start Docker, or name its socket with --docker-socket")));
        assertThat(meters.get("lotse.docker.reached").gauge().value()).isZero();

        engine.start();

        awaitPorts(8001);
    }

    @Test
    void aSocketThatNobodyListensAtIsNamed() throws IOException {
        engine.stop();
        try (ServerSocketChannel left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            left.bind(UnixDomainSocketAddress.of(folder.resolve("docker.sock")));
        }
        deploy(BY_EVENTS);

        await().untilAsserted(() -> assertThat(told).singleElement().satisfies(now -> assertThat(now.detail())
                .startsWith("nobody listens at")));
    }

    @Test
    void anEngineThatSaysNoThatIsSlowOrThatSendsNonsenseIsAskedAgain() {
        engine.has(container("aaa", 8001));
        engine.onABadDay("/json", request -> request.response()
                .setStatusCode(500)
                .end(new JsonObject().put("message", "the disk is full").encode()));
        deploy(IMPATIENT);
        awaitDetail("the engine answered 500: the disk is full");

        engine.onABadDay("/json", request -> request.response().setChunked(true).write("[{\"Id\": "));
        awaitDetail("did not answer /v1.43/containers/json within");
        engine.onABadDay("/json", request -> request.response().end("[{\"Id\": "));
        awaitDetail("list of containers cannot be read");
        engine.onABadDay("/version", request -> request.response().end("<html>"));
        awaitDetail("is no Docker engine");
        engine.onABadDay(
                "/version", request -> request.response().setStatusCode(404).end());
        awaitDetail("the engine answered 404");
        assertThat(ports()).isEmpty();

        engine.onABadDay("/version", null);
        engine.onABadDay("/json", null);
        awaitPorts(8001);
    }

    @Test
    void anAnswerWithoutAnEndIsNotReadToItsEnd() {
        Buffer megabyte = Buffer.buffer("[" + " ".repeat(1 << 20));
        DockerConfig.Pace patient = new DockerConfig.Pace(
                Duration.ofMinutes(10), Duration.ofMillis(10), Duration.ofMinutes(5), Duration.ofMinutes(10));
        engine.onABadDay("/version", request -> {
            request.response().setChunked(true);
            vertx.setPeriodic(1, timer -> {
                if (request.response().closed()) {
                    vertx.cancelTimer(timer);
                } else {
                    request.response().write(megabyte);
                }
            });
        });
        deploy(patient);

        awaitDetail("larger than");
    }

    @Test
    void aThousandContainersAreRegistered() {
        for (int i = 0; i < 1_000; i++) {
            engine.has(container("c" + i, 10_000 + i));
        }
        deploy(BY_EVENTS);

        await().untilAsserted(() -> assertThat(ports()).hasSize(1_000));
    }

    @Test
    void aContainerWhosePortSomebodyElseHoldsIsRefusedAndTheOthersAreNot() {
        engine.has(container("aaa", 8001));
        engine.has(container("bbb", 8001));
        engine.has(container("ccc", 8003));
        deploy(BY_EVENTS);

        awaitPorts(8001, 8003);
        await().until(() -> meters.get("lotse.docker.refused").gauge().value() == 1);
    }

    @Test
    void whileTheLedgerTakesNoWritesItIsTriedAgain() {
        registry.refuse(3);
        engine.has(container("aaa", 8001));
        deploy(IMPATIENT);

        awaitPorts(8001);
    }

    @Test
    void whatChangesItsNameIsRegisteredAnew() {
        engine.has(container("aaa", 8001));
        deploy(BY_EVENTS);
        awaitPorts(8001);
        await().until(() -> engine.listeners() == 1);

        engine.change("aaa", "rename", "Names", new JsonArray().add("/orders"));

        await().untilAsserted(
                        () -> assertThat(ledger.view().snapshot().instances().values())
                                .extracting(Instance::serviceName)
                                .containsExactly("orders"));
    }

    private void deploy(DockerConfig.Pace pace) {
        DockerConfig.Wishes wishes = new DockerConfig.Wishes(
                DockerConfig.Which.ALL, DockerConfig.Reached.AT_HOST, folder.resolve("docker.sock"));
        DockerConfig config = new DockerConfig("node-a", "build-7", "127.0.0.1", "development", wishes, pace);
        deployment = Bus.wait(vertx.deployVerticle(new DockerVerticle(config, ledger.view(), meters, clock)));
    }

    private static JsonObject container(String id, int published) {
        return new JsonObject()
                .put("Id", id)
                .put("Names", new JsonArray().add("/" + id))
                .put("Image", "nginx")
                .put("State", "running")
                .put("Status", "Up 1 second")
                .put("Labels", new JsonObject())
                .put(
                        "Ports",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("IP", "0.0.0.0")
                                        .put("PrivatePort", 80)
                                        .put("PublicPort", published)
                                        .put("Type", "tcp")));
    }

    private static List<Integer> ports() {
        return ledger.view().snapshot().instances().values().stream()
                .map(Instance::port)
                .sorted()
                .toList();
    }

    private static Instance instance(String id) {
        return ledger.view().snapshot().instance(id).orElseThrow();
    }

    private static void awaitPorts(Integer... ports) {
        await().untilAsserted(() -> assertThat(ports()).containsExactly(ports));
    }

    private static void awaitStatus(InstanceStatus status) {
        await().untilAsserted(() ->
                assertThat(instance("docker:build-7:aaa:80").status()).isEqualTo(status));
    }

    private void awaitDetail(String detail) {
        await().untilAsserted(
                        () -> assertThat(told).extracting(SourceChange::detail).anyMatch(d -> d.contains(detail)));
    }
}
