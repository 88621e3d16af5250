package io.lotse.kubernetes;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.kubernetes.KubernetesConfig.Access;
import io.lotse.kubernetes.KubernetesConfig.Pace;
import io.lotse.kubernetes.KubernetesConfig.PortForward;
import io.lotse.kubernetes.KubernetesConfig.Which;
import io.lotse.kubernetes.KubernetesConfig.Wishes;
import io.lotse.testfaults.FreePorts;
import io.lotse.testsupport.Bus;
import io.lotse.testsupport.RegistryStandIn;
import io.lotse.testsupport.TestLedger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Port-forwards through the protocol of the API, to real backends, with instances in the real ledger. */
class ForwardsTest {
    private static final Pace PACE = new Pace(
            Duration.ofMillis(500),
            Duration.ofMillis(10),
            Duration.ofSeconds(30),
            Duration.ofMillis(500),
            Duration.ofMinutes(10));

    private static Vertx vertx;
    private static TestLedger ledger;
    private static RegistryStandIn registry;

    @TempDir
    private Path folder;

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final List<Integer> ports = FreePorts.next(2);
    private ApiServer api;
    private PortForwardServer forwarding;
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
        forwarding = new PortForwardServer(vertx, api.port());
    }

    @AfterEach
    void undeploy() {
        if (deployment != null) {
            Bus.wait(vertx.undeploy(deployment));
        }
        api.close();
    }

    @Test
    void aServiceIsReachedAtItsLocalPortAndRegisteredThere() {
        api.has("grafana", ApiServer.endpoint("grafana-a", "10.1.0.1", true));
        forwarding.pod("grafana-a", backend("one"));
        deploy(grafana());

        awaitInstance(ports.get(0), InstanceStatus.ACTIVE);

        assertThat(get(ports.get(0))).isEqualTo("one");
        assertThat(instance()).satisfies(i -> {
            assertThat(i.serviceName()).isEqualTo("grafana");
            assertThat(i.ipAddress()).isEqualTo("127.0.0.1");
            assertThat(i.metadata())
                    .containsEntry("kubernetes_cluster", "default")
                    .containsEntry("kubernetes_service", "shop/grafana");
        });
        assertThat(meters.get("lotse.kubernetes.forwards").gauge().value()).isOne();
    }

    @Test
    void theFirstFreeOfItsPortsIsTaken() throws IOException {
        api.has("grafana", ApiServer.endpoint("grafana-a", "10.1.0.1", true));
        forwarding.pod("grafana-a", backend("one"));
        try (ServerSocket taken = new ServerSocket(ports.get(0), 1, InetAddress.getByName("127.0.0.1"))) {
            assertThat(taken.isBound()).isTrue();
            deploy(grafana());

            awaitInstance(ports.get(1), InstanceStatus.ACTIVE);
        }
    }

    @Test
    void whenItsPodDiesItLeadsToAnotherAndKeepsItsPort() {
        api.has("grafana", ApiServer.endpoint("grafana-a", "10.1.0.1", true));
        forwarding.pod("grafana-a", backend("one"));
        deploy(grafana());
        awaitInstance(ports.get(0), InstanceStatus.ACTIVE);
        assertThat(get(ports.get(0))).isEqualTo("one");

        forwarding.kill("grafana-a");
        api.put(ApiServer.slice("shop", "grafana", ApiServer.endpoint("grafana-a", "10.1.0.1", false)));
        awaitInstance(ports.get(0), InstanceStatus.INACTIVE);
        forwarding.pod("grafana-b", backend("two"));
        api.put(ApiServer.slice("shop", "grafana", ApiServer.endpoint("grafana-b", "10.1.0.2", true)));

        awaitInstance(ports.get(0), InstanceStatus.ACTIVE);
        await().ignoreExceptions().until(() -> get(ports.get(0)).equals("two"));
    }

    @Test
    void aServiceThatIsRemovedGivesItsPortBackAndOneThatComesIsFound() {
        deploy(grafana());
        api.has("grafana", ApiServer.endpoint("grafana-a", "10.1.0.1", true));
        forwarding.pod("grafana-a", backend("one"));
        awaitInstance(ports.get(0), InstanceStatus.ACTIVE);

        api.deleteService("grafana");

        await().until(() -> ledger.view().snapshot().instances().isEmpty());
        await().until(() -> canBind(ports.get(0)));
    }

    @Test
    void aNodeThatStopsTakesItsForwardsWithIt() {
        api.has("grafana", ApiServer.endpoint("grafana-a", "10.1.0.1", true));
        forwarding.pod("grafana-a", backend("one"));
        deploy(grafana());
        awaitInstance(ports.get(0), InstanceStatus.ACTIVE);

        Bus.wait(vertx.undeploy(deployment));
        deployment = null;

        assertThat(ledger.view().snapshot().instances()).isEmpty();
        await().until(() -> canBind(ports.get(0)));
    }

    @Test
    void aStreamEndsWithTheClientsConnection() throws IOException {
        api.has("grafana", ApiServer.endpoint("grafana-a", "10.1.0.1", true));
        forwarding.pod("grafana-a", backend("one"));
        deploy(grafana());
        awaitInstance(ports.get(0), InstanceStatus.ACTIVE);

        try (Socket client = new Socket("127.0.0.1", ports.get(0))) {
            client.getOutputStream().write("GET".getBytes(StandardCharsets.US_ASCII));
            await().until(() -> forwarding.streams() == 1);
        }

        await().until(() -> forwarding.streams() == 0);
    }

    @Test
    void aPodThatRefusesTakesTheForwardOutOfRouting() {
        api.has("grafana", ApiServer.endpoint("grafana-a", "10.1.0.1", true));
        deploy(grafana());
        awaitInstance(ports.get(0), InstanceStatus.ACTIVE);

        vertx.createNetClient().connect(ports.get(0), "127.0.0.1");

        awaitInstance(ports.get(0), InstanceStatus.INACTIVE);
    }

    private PortForward grafana() {
        return new PortForward("grafana", null, "grafana", null, ports);
    }

    private void deploy(PortForward... forwards) {
        Wishes wishes = new Wishes(
                Which.NONE,
                new Access(kubeconfig(), null, Access.DEFAULT_CLUSTER),
                List.of(),
                Set.of(),
                List.of(forwards),
                null);
        KubernetesConfig config = new KubernetesConfig("a-id", "a", "127.0.0.1", "development", wishes, PACE);
        deployment = Bus.wait(
                vertx.deployVerticle(new KubernetesVerticle(config, ledger.view(), meters, Clock.systemUTC())));
    }

    private Path kubeconfig() {
        return ApiServer.kubeconfig(folder, forwarding.port());
    }

    /** Says its name, and closes the connection. */
    private static int backend(String name) {
        return Bus.wait(vertx.createHttpServer()
                        .requestHandler(request -> request.response()
                                .putHeader("connection", "close")
                                .end(name))
                        .listen(0, "127.0.0.1"))
                .actualPort();
    }

    private static String get(int port) {
        Future<String> body = vertx.createHttpClient()
                .request(HttpMethod.GET, port, "127.0.0.1", "/")
                .compose(HttpClientRequest::send)
                .compose(HttpClientResponse::body)
                .map(Object::toString);
        return Bus.wait(body);
    }

    private static boolean canBind(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static Instance instance() {
        return ledger.view().snapshot().instances().values().iterator().next();
    }

    private static void awaitInstance(int port, InstanceStatus status) {
        await().untilAsserted(
                        () -> assertThat(ledger.view().snapshot().instances().values())
                                .singleElement()
                                .satisfies(i -> {
                                    assertThat(i.port()).isEqualTo(port);
                                    assertThat(i.status()).isEqualTo(status);
                                }));
    }
}
