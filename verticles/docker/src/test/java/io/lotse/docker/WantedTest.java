package io.lotse.docker;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.contracts.registry.Registration;
import io.lotse.docker.Container.Health;
import io.lotse.docker.Container.Port;
import io.lotse.docker.DockerConfig.Reached;
import io.lotse.docker.DockerConfig.Which;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class WantedTest {
    private static final String WEB = "docker:build-7:8dfafdbc3a40:80";
    private static final String DB = "docker:build-7:9cd87474be90:5432";

    @Test
    void publishedPortsBecomeInstancesUnderTheNamesThatComposeGave() {
        Map<String, Registration> wanted = wanted(Which.ALL, Reached.AT_HOST).of(Recorded.containers("1.43"));

        assertThat(wanted.keySet()).containsExactly(WEB, DB, "docker:build-7:3176a2479c92:6379");
        assertThat(wanted.get(WEB)).satisfies(web -> {
            assertThat(web.serviceName()).isEqualTo("web");
            assertThat(web.serviceType()).isEqualTo("http");
            assertThat(web.ipAddress()).as("published everywhere").isEqualTo("10.1.2.3");
            assertThat(web.port()).isEqualTo(32768);
            assertThat(web.status()).isEqualTo(InstanceStatus.ACTIVE);
            assertThat(web.environment()).isEqualTo("development");
            assertThat(web.metadata())
                    .containsEntry("imported_from", "docker:build-7")
                    .containsEntry("container", "shop-web-1")
                    .containsEntry("image", "nginx:1.25")
                    .containsEntry("compose_project", "shop")
                    .containsEntry("gateway.path", "/shop")
                    .containsEntry("weight", "3")
                    .doesNotContainKeys("type", "path", "maintainer");
        });
    }

    @Test
    void aPortOfLoopbackOrOfOneAddressStaysThere() {
        Map<String, Registration> wanted = wanted(Which.ALL, Reached.AT_HOST).of(Recorded.containers("1.43"));

        assertThat(wanted.get(DB).ipAddress()).isEqualTo("127.0.0.1");
        assertThat(wanted.get(DB).status())
                .as("its health check has not said yet")
                .isEqualTo(InstanceStatus.INACTIVE);
        assertThat(wanted.get("docker:build-7:3176a2479c92:6379").ipAddress()).isEqualTo("192.0.2.7");
    }

    @Test
    void whatPodmanPublishesEverywhereIsAtTheNodesAddress() {
        Map<String, Registration> wanted = wanted(Which.ALL, Reached.AT_HOST).of(Recorded.containers("podman-5"));

        assertThat(wanted.values())
                .extracting(Registration::serviceName, Registration::ipAddress, Registration::port)
                .containsExactly(tuple("cache", "10.1.2.3", 6379), tuple("orders", "10.1.2.3", 18080));
    }

    @Test
    void whatPublishesNothingIsNoInstance() {
        Map<String, Registration> wanted = wanted(Which.ALL, Reached.AT_HOST).of(Recorded.containers("1.47"));

        assertThat(wanted.values())
                .extracting(Registration::serviceName, Registration::ipAddress, Registration::port)
                .containsExactly(tuple("gateway", "10.1.2.3", 8080), tuple("api", "127.0.0.1", 49153));
        assertThat(wanted.values()).allSatisfy(r -> assertThat(r.status()).isEqualTo(InstanceStatus.INACTIVE));
    }

    @Test
    void aComposeProjectIsTheEnvironmentIfThereIsSuchAOne() {
        Wanted wanted = new Wanted(config(Which.ALL, Reached.AT_HOST), "shop"::equals);

        assertThat(wanted.of(Recorded.containers("1.43")).values())
                .extracting(Registration::environment)
                .containsExactly("shop", "shop", "development");
    }

    @Test
    void labelsChooseEverything() {
        Container container = container(
                Map.of(
                        "lotse.name", "Orders!",
                        "lotse.environment", "test",
                        "lotse.port", "9000, 53/udp",
                        "lotse.health", "/health",
                        "lotse.gateway.rewrite", "/"),
                new Port(8080, "tcp", "0.0.0.0", 8080),
                new Port(9000, "tcp", "0.0.0.0", 9000),
                new Port(53, "udp", "0.0.0.0", 5353));

        assertThat(one(Which.ALL, container))
                .extracting(Registration::serviceName, Registration::port, Registration::protocol)
                .containsExactly(tuple("Orders!", 9000, Protocol.TCP), tuple("Orders!-53", 5353, Protocol.UDP));
        assertThat(one(Which.ALL, container)).allSatisfy(r -> {
            assertThat(r.environment()).isEqualTo("test");
            assertThat(r.healthPath()).isEqualTo("/health");
            assertThat(r.metadata()).containsEntry("gateway.rewrite", "/");
        });
    }

    @Test
    void aNameThatNobodyChoseIsMadeToFit() {
        Container container = container(Map.of(), new Port(80, "tcp", "0.0.0.0", 80));

        assertThat(one(Which.ALL, named(container, "_My Service_" + "x".repeat(80))))
                .singleElement()
                .satisfies(r ->
                        assertThat(r.serviceName()).startsWith("my-service_x").matches("[a-z0-9][a-z0-9._-]{0,62}"));
    }

    @Test
    void whoOptsOutIsLeftAloneAndWhereLabelsAreAskedForWhoHasNone() {
        Port port = new Port(80, "tcp", "0.0.0.0", 80);

        assertThat(one(Which.ALL, container(Map.of("lotse.enable", "false"), port)))
                .isEmpty();
        assertThat(one(Which.ALL, container(Map.of("lotse.enable", "true"), port)))
                .hasSize(1);
        assertThat(one(Which.LABELLED, container(Map.of(), port))).isEmpty();
        assertThat(one(Which.LABELLED, container(Map.of("lotse.enable", "true"), port)))
                .hasSize(1);
        assertThat(one(Which.LABELLED, container(Map.of("lotse.enable", "false"), port)))
                .isEmpty();
    }

    @Test
    void atItsOwnAddressAContainerIsReachedAtItsOwnPortsAlsoAtThoseThatItsImageDoesNotExpose() {
        Wanted wanted = wanted(Which.ALL, Reached.AT_CONTAINER);
        Container container = container(Map.of("lotse.port", "7000,99999999"), new Port(80, "tcp", null, null));

        assertThat(wanted.of(Recorded.containers("1.43")).get(WEB))
                .extracting(Registration::ipAddress, Registration::port)
                .containsExactly("172.18.0.3", 80);
        assertThat(wanted.of(List.of(container)).values())
                .singleElement()
                .extracting(Registration::ipAddress, Registration::port)
                .containsExactly("172.17.0.9", 7000);
    }

    @Test
    void whatIsNotPublishedIsNotReachedAtTheHost() {
        assertThat(one(Which.ALL, container(Map.of("lotse.port", "80"), new Port(80, "tcp", null, null))))
                .isEmpty();
    }

    private static Collection<Registration> one(Which which, Container container) {
        return wanted(which, Reached.AT_HOST).of(List.of(container)).values();
    }

    private static Wanted wanted(Which which, Reached reached) {
        return new Wanted(config(which, reached), name -> false);
    }

    private static DockerConfig config(Which which, Reached reached) {
        return new DockerConfig(
                "node-a",
                "build-7",
                "10.1.2.3",
                "development",
                new DockerConfig.Wishes(which, reached, DockerConfig.DEFAULT_SOCKET));
    }

    private static Container container(Map<String, String> labels, Port... ports) {
        return new Container(
                "c0ffee",
                "some",
                "image",
                labels,
                false,
                Health.NONE,
                List.of(ports),
                new HashMap<>(Map.of("bridge", "172.17.0.9")));
    }

    private static Container named(Container c, String name) {
        return new Container(c.id(), name, c.image(), c.labels(), c.paused(), c.health(), c.ports(), c.addresses());
    }
}
