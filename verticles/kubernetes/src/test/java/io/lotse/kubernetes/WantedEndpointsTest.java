package io.lotse.kubernetes;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPortBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.contracts.registry.Registration;
import io.lotse.kubernetes.KubernetesConfig.Access;
import io.lotse.kubernetes.KubernetesConfig.Which;
import io.lotse.kubernetes.KubernetesConfig.Wishes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class WantedEndpointsTest {
    @Test
    void readyEndpointsAreRoutableOthersWaitAndThoseThatEndAreGone() {
        Endpoint ending = new EndpointBuilder(ApiServer.endpoint("orders-c", "10.1.0.3", false))
                .editConditions()
                .withTerminating(true)
                .endConditions()
                .build();

        Map<String, Registration> wanted = wanted(
                Which.ALL,
                List.of(ApiServer.service("shop", "orders", Map.of())),
                List.of(ApiServer.slice(
                        "shop",
                        "orders",
                        ApiServer.endpoint("orders-a", "10.1.0.1", true),
                        ApiServer.endpoint("orders-b", "10.1.0.2", false),
                        ending)));

        assertThat(wanted.values())
                .extracting(Registration::serviceId, Registration::ipAddress, Registration::port, Registration::status)
                .containsExactly(
                        tuple("kubernetes:east:shop:orders:orders-a:http", "10.1.0.1", 8080, InstanceStatus.ACTIVE),
                        tuple("kubernetes:east:shop:orders:orders-b:http", "10.1.0.2", 8080, InstanceStatus.INACTIVE));
    }

    @Test
    void labelsAndAnnotationsChooseAndAnAnnotationCountsMore() {
        Service marked = new ServiceBuilder(ApiServer.service(
                        "shop",
                        "web",
                        Map.of(
                                "lotse.io/name", "storefront",
                                "lotse.io/path", "/shop",
                                "lotse.io/health", "/healthz",
                                "lotse.io/weight", "3",
                                "unrelated", "x")))
                .editMetadata()
                .addToLabels(Map.of("lotse.io/name", "less", "lotse.io/type", "http", "lotse.io/environment", "test"))
                .endMetadata()
                .build();

        Map<String, Registration> wanted = wanted(
                Which.ALL,
                List.of(marked),
                List.of(ApiServer.slice("shop", "web", ApiServer.endpoint("web-a", "10.1.0.1", true))));

        assertThat(wanted.values()).singleElement().satisfies(web -> {
            assertThat(web.serviceName()).isEqualTo("storefront");
            assertThat(web.serviceType()).isEqualTo("http");
            assertThat(web.environment()).isEqualTo("test");
            assertThat(web.healthPath()).isEqualTo("/healthz");
            assertThat(web.metadata())
                    .containsOnly(
                            Map.entry("gateway.path", "/shop"),
                            Map.entry("weight", "3"),
                            Map.entry("imported_from", "kubernetes:east"),
                            Map.entry("kubernetes_cluster", "east"),
                            Map.entry("kubernetes_service", "shop/web"),
                            Map.entry("pod", "web-a"));
        });
    }

    @Test
    void eachPortOfTcpIsAServiceAndAMarkChoosesByNameOrNumber() {
        Service plain = ports(Map.of());
        Service chosen = ports(Map.of("lotse.io/port", "9090, dns"));
        List<EndpointSlice> slices = List.of(
                new EndpointSliceBuilder(ApiServer.slice("shop", "web", ApiServer.endpoint("web-a", "10.1.0.1", true)))
                        .addToPorts(
                                new EndpointPortBuilder()
                                        .withName("metrics")
                                        .withPort(9100)
                                        .build(),
                                new EndpointPortBuilder()
                                        .withName("dns")
                                        .withPort(5353)
                                        .withProtocol("UDP")
                                        .build())
                        .build());

        assertThat(wanted(Which.ALL, List.of(plain), slices).values())
                .extracting(Registration::serviceName, Registration::port)
                .containsExactly(tuple("web", 8080), tuple("web-metrics", 9100));
        assertThat(wanted(Which.ALL, List.of(chosen), slices).values())
                .extracting(Registration::serviceName, Registration::port, Registration::protocol)
                .containsExactly(tuple("web", 9100, Protocol.TCP), tuple("web-dns", 5353, Protocol.UDP));
    }

    @Test
    void whichServicesAreMeantIsWhatWasAsked() {
        List<Service> services = List.of(
                ApiServer.service("shop", "a", Map.of("lotse.io/enable", "true")),
                ApiServer.service("shop", "b", Map.of("lotse.io/enable", "false")),
                ApiServer.service("shop", "c", Map.of()),
                new ServiceBuilder(ApiServer.service("shop", "ours", Map.of()))
                        .editMetadata()
                        .addToLabels(Owned.LABEL, Owned.LOTSE)
                        .endMetadata()
                        .build(),
                ApiServer.service("default", "kubernetes", Map.of()));
        List<EndpointSlice> slices = List.of(
                ApiServer.slice("shop", "a", ApiServer.endpoint("a", "10.1.0.1", true)),
                ApiServer.slice("shop", "b", ApiServer.endpoint("b", "10.1.0.2", true)),
                ApiServer.slice("shop", "c", ApiServer.endpoint("c", "10.1.0.3", true)),
                ApiServer.slice("shop", "ours", ApiServer.endpoint("ours", "10.1.0.4", true)),
                ApiServer.slice("default", "kubernetes", ApiServer.endpoint("api", "10.1.0.5", true)));

        assertThat(names(wanted(Which.ALL, services, slices))).containsExactly("a", "c");
        assertThat(names(wanted(Which.LABELLED, services, slices))).containsExactly("a");
        assertThat(names(wanted(Which.NONE, services, slices))).isEmpty();
    }

    @Test
    void theSameEndpointOfTwoServicesIsRegisteredOnceForTheOneWithAnAddress() {
        Service headless = new ServiceBuilder(ApiServer.service("shop", "db-all", Map.of()))
                .editSpec()
                .withClusterIP("None")
                .endSpec()
                .build();
        Endpoint endpoint = ApiServer.endpoint("db-0", "10.1.0.1", true);

        Map<String, Registration> wanted = wanted(
                Which.ALL,
                List.of(headless, ApiServer.service("shop", "db-write", Map.of())),
                List.of(ApiServer.slice("shop", "db-all", endpoint), ApiServer.slice("shop", "db-write", endpoint)));

        assertThat(names(wanted)).containsExactly("db-write");
    }

    @Test
    void aPodWithAddressesOfBothFamiliesIsOneInstanceAtTheOlderOne() {
        EndpointSlice six = new EndpointSliceBuilder(
                        ApiServer.slice("shop", "web", ApiServer.endpoint("web-a", "fd00::1", true)))
                .editMetadata()
                .withName("web-0")
                .endMetadata()
                .withAddressType("IPv6")
                .build();

        assertThat(wanted(
                                Which.ALL,
                                List.of(ApiServer.service("shop", "web", Map.of())),
                                List.of(
                                        six,
                                        ApiServer.slice("shop", "web", ApiServer.endpoint("web-a", "10.1.0.1", true))))
                        .values())
                .extracting(Registration::ipAddress)
                .containsExactly("10.1.0.1");
    }

    @Test
    void aNamespaceIsTheEnvironmentIfThereIsSuchAOne() {
        List<EndpointSlice> slices = List.of(
                ApiServer.slice("feature-7", "web", ApiServer.endpoint("a", "10.1.0.1", true)),
                ApiServer.slice("shop", "web", ApiServer.endpoint("b", "10.1.0.2", true)));

        assertThat(wanted(
                                Which.ALL,
                                List.of(
                                        ApiServer.service("feature-7", "web", Map.of()),
                                        ApiServer.service("shop", "web", Map.of())),
                                slices)
                        .values())
                .extracting(Registration::environment)
                .containsExactly("feature-7", "development");
    }

    @Test
    void namesThatAreLongInKubernetesStillGiveIdsOfTheirOwn() {
        String pod = "p".repeat(200);

        Map<String, Registration> wanted = wanted(
                Which.ALL,
                List.of(ApiServer.service("shop", "web", Map.of())),
                List.of(ApiServer.slice(
                        "shop",
                        "web",
                        ApiServer.endpoint(pod + "1", "10.1.0.1", true),
                        ApiServer.endpoint(pod + "2", "10.1.0.2", true))));

        assertThat(wanted.keySet()).hasSize(2).allMatch(id -> id.length() <= 128);
    }

    private static Service ports(Map<String, String> annotations) {
        return new ServiceBuilder(ApiServer.service("shop", "web", annotations))
                .editSpec()
                .addToPorts(
                        new ServicePortBuilder()
                                .withName("metrics")
                                .withPort(9090)
                                .build(),
                        new ServicePortBuilder()
                                .withName("dns")
                                .withPort(53)
                                .withProtocol("UDP")
                                .build())
                .endSpec()
                .build();
    }

    private static List<String> names(Map<String, Registration> wanted) {
        return wanted.values().stream().map(Registration::serviceName).toList();
    }

    private static Map<String, Registration> wanted(Which which, List<Service> services, List<EndpointSlice> slices) {
        Wishes wishes = new Wishes(which, new Access(null, null, "east"), List.of(), Set.of(), List.of(), null);
        return new WantedEndpoints(
                        new KubernetesConfig("a-id", "a", "h", "development", wishes), Set.of("feature-7")::contains)
                .of(services, slices);
    }
}
