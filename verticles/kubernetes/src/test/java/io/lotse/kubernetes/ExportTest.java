package io.lotse.kubernetes;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lotse.contracts.imports.ImportsContract;
import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.registry.Deregistration;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.contracts.registry.Registration;
import io.lotse.contracts.registry.RegistryContract;
import io.lotse.contracts.registry.StatusReport;
import io.lotse.kubernetes.KubernetesConfig.Access;
import io.lotse.kubernetes.KubernetesConfig.Pace;
import io.lotse.kubernetes.KubernetesConfig.Which;
import io.lotse.kubernetes.KubernetesConfig.Wishes;
import io.lotse.testsupport.Bus;
import io.lotse.testsupport.RegistryStandIn;
import io.lotse.testsupport.TestLedger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ExportTest {
    private static final Pace PACE = new Pace(
            Duration.ofMillis(300),
            Duration.ofMillis(10),
            Duration.ofSeconds(30),
            Duration.ofMillis(20),
            Duration.ofMinutes(10));

    private static Vertx vertx;
    private static TestLedger ledger;
    private static RegistryStandIn registry;

    @TempDir
    private Path folder;

    private ApiServer api;
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
    void serve() {
        ledger.empty();
        registry.clear();
        api = new ApiServer();
    }

    @AfterEach
    void undeploy() {
        if (deployment != null) {
            Bus.wait(vertx.undeploy(deployment));
        }
        api.close();
    }

    @Test
    void instancesAreShownAsAHeadlessServiceAndFollowed() {
        register("a", "Orders.Api", "192.0.2.1", 8080, Map.of());
        register("b", "Orders.Api", "192.0.2.2", 8080, Map.of());
        register("c", "Orders.Api", "192.0.2.2", 9090, Map.of());
        deploy();

        await().untilAsserted(() -> assertThat(slices()).hasSize(2));
        Service service = services().get(0);
        assertThat(service.getMetadata().getName()).isEqualTo("orders-api");
        assertThat(service.getSpec().getClusterIP()).isEqualTo("None");
        assertThat(service.getSpec().getSelector()).isNullOrEmpty();
        EndpointSlice slice = slice("orders-api-tcp-8080");
        assertThat(slice.getMetadata().getLabels())
                .containsEntry("kubernetes.io/service-name", "orders-api")
                .containsEntry("endpointslice.kubernetes.io/managed-by", "lotse")
                .containsEntry("app.kubernetes.io/managed-by", "lotse");
        assertThat(slice.getPorts().get(0).getPort()).isEqualTo(8080);
        assertThat(slice.getEndpoints())
                .extracting(e -> e.getAddresses().get(0))
                .containsExactly("192.0.2.1", "192.0.2.2");

        Bus.call(
                vertx,
                RegistryContract.REPORT_STATUS,
                new StatusReport(
                        "a",
                        ledger.view().snapshot().instance("a").orElseThrow().revision(),
                        InstanceStatus.INACTIVE,
                        ""));
        await().untilAsserted(() -> assertThat(slice("orders-api-tcp-8080")
                        .getEndpoints()
                        .get(0)
                        .getConditions()
                        .getReady())
                .isFalse());
        List.of("a", "b", "c")
                .forEach(id -> Bus.call(vertx, RegistryContract.DEREGISTER, new Deregistration(id, null)));

        await().untilAsserted(() -> assertThat(services()).isEmpty());
        assertThat(slices()).isEmpty();
    }

    @Test
    void whatIsNotOursIsNeverTouched() {
        api.put(ApiServer.service("lotse", "orders", Map.of("whose", "somebody")));
        api.put(ApiServer.service("lotse", "other", Map.of()));
        register("a", "orders", "192.0.2.1", 8080, Map.of());
        register("b", "billing", "192.0.2.1", 8081, Map.of());
        deploy();

        await().untilAsserted(() -> assertThat(services())
                .extracting(s -> s.getMetadata().getName())
                .contains("billing"));
        Bus.call(vertx, RegistryContract.DEREGISTER, new Deregistration("a", null));
        Bus.call(vertx, RegistryContract.DEREGISTER, new Deregistration("b", null));

        await().untilAsserted(() -> assertThat(services())
                .extracting(s -> s.getMetadata().getName())
                .containsExactlyInAnyOrder("orders", "other"));
        assertThat(services())
                .filteredOn(s -> s.getMetadata().getName().equals("orders"))
                .singleElement()
                .satisfies(s -> {
                    assertThat(s.getMetadata().getAnnotations()).containsEntry("whose", "somebody");
                    assertThat(s.getSpec().getClusterIP()).isNull();
                });
    }

    @Test
    void loopbackAndWhatIsInTheClusterAnywayAreNotShown() {
        register("a", "here", "127.0.0.1", 8080, Map.of());
        register("b", "pod", "192.0.2.1", 8081, Map.of(ImportsContract.IMPORTED_FROM, "kubernetes:default"));
        register("c", "shown", "192.0.2.1", 8082, Map.of());
        deploy();

        await().untilAsserted(() -> assertThat(services())
                .extracting(s -> s.getMetadata().getName())
                .containsExactly("shown"));
    }

    private void deploy() {
        Wishes wishes = new Wishes(
                Which.NONE,
                new Access(api.kubeconfig(folder), null, Access.DEFAULT_CLUSTER),
                List.of(),
                Set.of(),
                List.of(),
                "lotse");
        KubernetesConfig config = new KubernetesConfig("a-id", "a", "h", "development", wishes, PACE);
        deployment = Bus.wait(vertx.deployVerticle(
                new KubernetesVerticle(config, ledger.view(), new SimpleMeterRegistry(), Clock.systemUTC())));
    }

    private static void register(String id, String name, String address, int port, Map<String, String> metadata) {
        Bus.call(
                vertx,
                RegistryContract.REGISTER,
                new Registration(
                        id,
                        name,
                        null,
                        address,
                        Protocol.TCP,
                        port,
                        null,
                        null,
                        null,
                        "development",
                        List.of(),
                        null,
                        metadata,
                        InstanceStatus.ACTIVE,
                        null,
                        null,
                        true));
    }

    private List<Service> services() {
        return api.client().services().inNamespace("lotse").list().getItems();
    }

    private List<EndpointSlice> slices() {
        return api.client()
                .discovery()
                .v1()
                .endpointSlices()
                .inNamespace("lotse")
                .list()
                .getItems();
    }

    private EndpointSlice slice(String name) {
        return slices().stream()
                .filter(s -> s.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
