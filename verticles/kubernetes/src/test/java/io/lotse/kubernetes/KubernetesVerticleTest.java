package io.lotse.kubernetes;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
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
import io.lotse.kubernetes.KubernetesConfig.Access;
import io.lotse.kubernetes.KubernetesConfig.Pace;
import io.lotse.kubernetes.KubernetesConfig.Which;
import io.lotse.kubernetes.KubernetesConfig.Wishes;
import io.lotse.testsupport.Bus;
import io.lotse.testsupport.RegistryStandIn;
import io.lotse.testsupport.TestLedger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The whole room, with objects behind the API's protocol and instances in the real ledger. */
class KubernetesVerticleTest {
    /** The API is tried so seldom that what is seen before was told by a watch. */
    private static final Pace BY_WATCHES = new Pace(
            Duration.ofMinutes(10),
            Duration.ofMillis(10),
            Duration.ofSeconds(30),
            Duration.ofMillis(20),
            Duration.ofMinutes(10));

    private static final Pace IMPATIENT = new Pace(
            Duration.ofMillis(100),
            Duration.ofMillis(10),
            Duration.ofSeconds(2),
            Duration.ofMillis(20),
            Duration.ofMinutes(10));

    private static Vertx vertx;
    private static TestLedger ledger;
    private static RegistryStandIn registry;

    @TempDir
    private Path folder;

    private final List<SourceChange> told = new CopyOnWriteArrayList<>();
    private final List<String> deployments = new CopyOnWriteArrayList<>();
    private ApiServer api;
    private MeterRegistry meters;
    private MessageConsumer<?> changes;

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
    void serve() {
        ledger.empty();
        registry.clear();
        api = new ApiServer();
        changes = ImportsContract.SOURCE_CHANGED.subscribe(vertx.eventBus(), told::add);
        Bus.wait(changes.completion());
    }

    @AfterEach
    void undeploy() {
        deployments.forEach(id -> Bus.wait(vertx.undeploy(id)));
        Bus.wait(changes.unregister());
        api.close();
    }

    @Test
    void registersWhatIsThereAndFollowsWhatComesChangesAndGoes() {
        api.has("orders", ApiServer.endpoint("orders-a", "10.1.0.1", true));
        deploy("a", BY_WATCHES);
        awaitAddresses("10.1.0.1");

        api.has("billing", ApiServer.endpoint("billing-a", "10.1.0.2", true));
        awaitAddresses("10.1.0.1", "10.1.0.2");
        api.put(ApiServer.slice("shop", "orders", ApiServer.endpoint("orders-a", "10.1.0.1", false)));
        await().untilAsserted(() -> assertThat(instance("orders").status()).isEqualTo(InstanceStatus.INACTIVE));
        api.put(ApiServer.service("shop", "billing", Map.of("lotse.io/name", "invoices")));
        await().untilAsserted(() -> assertThat(names()).containsExactly("invoices", "orders"));
        api.deleteService("orders");
        awaitAddresses("10.1.0.2");

        assertThat(told).singleElement().satisfies(now -> {
            assertThat(now.source()).isEqualTo("kubernetes:default");
            assertThat(now.reachable()).isTrue();
        });
        assertThat(meters.get("lotse.kubernetes.instances").gauge().value()).isOne();
        assertThat(meters.get("lotse.kubernetes.reached").gauge().value()).isOne();
    }

    @Test
    void whatHappenedWhileTheWatchesWereCutIsSeenAfterwards() {
        api.has("orders", ApiServer.endpoint("orders-a", "10.1.0.1", true));
        deploy("a", BY_WATCHES);
        awaitAddresses("10.1.0.1");

        api.relay().hold();
        api.has("billing", ApiServer.endpoint("billing-a", "10.1.0.2", true));
        api.deleteService("orders");
        api.relay().cut();
        api.relay().letGo();

        awaitAddresses("10.1.0.2");
    }

    @Test
    void aConnectionThatOnlyLooksOpenIsFoundOutAndAllIsListedAnew() {
        api.has("orders", ApiServer.endpoint("orders-a", "10.1.0.1", true));
        deploy("a", IMPATIENT);
        awaitAddresses("10.1.0.1");

        api.relay().hold();
        await().untilAsserted(() -> assertThat(told).last().satisfies(now -> assertThat(now.reachable())
                .isFalse()));
        assertThat(addresses()).containsExactly("10.1.0.1");
        api.has("billing", ApiServer.endpoint("billing-a", "10.1.0.2", true));
        api.relay().letGo();

        awaitAddresses("10.1.0.1", "10.1.0.2");
    }

    @Test
    void oneNodeOfTheMeshImportsAndAnotherTakesOver() {
        api.has("orders", ApiServer.endpoint("orders-a", "10.1.0.1", true));
        deploy("a", BY_WATCHES);
        awaitAddresses("10.1.0.1");
        deploy("b", BY_WATCHES);
        assertThat(told).extracting(SourceChange::node).containsExactly("a");

        Bus.wait(vertx.undeploy(deployments.remove(0)));
        assertThat(addresses()).as("a node that stops leaves them registered").hasSize(1);
        api.deleteService("orders");

        awaitAddresses();
        assertThat(told).extracting(SourceChange::node).containsExactly("a", "b");
    }

    @Test
    void withoutAKubeconfigItSaysSoAndWaitsForOne() {
        Path missing = folder.resolve("kubeconfig");
        api.has("orders", ApiServer.endpoint("orders-a", "10.1.0.1", true));
        deploy("a", IMPATIENT, missing);
        await().untilAsserted(() -> assertThat(told).singleElement().satisfies(now -> assertThat(now.detail())
                .startsWith("there is no " + missing)));
        assertThat(meters.get("lotse.kubernetes.reached").gauge().value()).isZero();

        api.kubeconfig(folder);

        awaitAddresses("10.1.0.1");
    }

    private void deploy(String node, Pace pace) {
        deploy(node, pace, api.kubeconfig(folder));
    }

    private void deploy(String node, Pace pace, Path kubeconfig) {
        Wishes wishes = new Wishes(
                Which.ALL, new Access(kubeconfig, null, Access.DEFAULT_CLUSTER), List.of(), Set.of(), List.of(), null);
        KubernetesConfig config = new KubernetesConfig(node + "-id", node, "h", "development", wishes, pace);
        meters = new SimpleMeterRegistry();
        deployments.add(Bus.wait(
                vertx.deployVerticle(new KubernetesVerticle(config, ledger.view(), meters, Clock.systemUTC()))));
    }

    private static List<String> addresses() {
        return ledger.view().snapshot().instances().values().stream()
                .map(Instance::ipAddress)
                .sorted()
                .toList();
    }

    private static List<String> names() {
        return ledger.view().snapshot().instances().values().stream()
                .map(Instance::serviceName)
                .sorted()
                .toList();
    }

    private static Instance instance(String name) {
        return ledger.view().snapshot().instances().values().stream()
                .filter(i -> i.serviceName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void awaitAddresses(String... addresses) {
        await().untilAsserted(() -> assertThat(addresses()).containsExactly(addresses));
    }
}
