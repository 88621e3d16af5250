package io.lotse.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPortBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;

import io.lotse.testfaults.TcpRelay;

/** The client's own stand-in for an API server, which keeps objects and tells of changes; reached over a relay. */
final class ApiServer implements AutoCloseable {
    /** Says each request otherwise; held, or it would be forgotten. */
    private static final Logger LOG = Logger.getLogger(MockWebServer.class.getName());

    static {
        LOG.setLevel(Level.WARNING);
    }

    private final KubernetesMockServer server = new KubernetesMockServer(
            new Context(), new MockWebServer(), new HashMap<>(), new KubernetesCrudDispatcher(), false);
    private final KubernetesClient client;
    private final TcpRelay relay;

    ApiServer() {
        server.init();
        client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(Config.empty())
                        .withMasterUrl("http://127.0.0.1:" + server.getPort())
                        .build())
                .build();
        relay = TcpRelay.to("127.0.0.1", server.getPort());
    }

    /** Not over the relay. */
    KubernetesClient client() {
        return client;
    }

    int port() {
        return server.getPort();
    }

    TcpRelay relay() {
        return relay;
    }

    void clear() {
        server.reset();
    }

    /** A kubeconfig with a context {@code there} in the namespace {@code shop} whose API lies behind the relay. */
    Path kubeconfig(Path folder) {
        return kubeconfig(folder, relay.port());
    }

    static Path kubeconfig(Path folder, int port) {
        try {
            return Files.writeString(
                    folder.resolve("kubeconfig"),
                    """
                    apiVersion: v1
                    kind: Config
                    current-context: there
                    clusters:
                      - {name: mock, cluster: {server: "http://127.0.0.1:%d"}}
                    users:
                      - {name: nobody, user: {}}
                    contexts:
                      - {name: there, context: {cluster: mock, user: nobody, namespace: shop}}
                    """
                            .formatted(port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Creates the Service and the EndpointSlice of its endpoints at port 8080, which its port 80 leads to. */
    void has(String name, Endpoint... endpoints) {
        put(service("shop", name, Map.of()));
        put(slice("shop", name, endpoints));
    }

    void put(Service service) {
        client.resource(service)
                .inNamespace(service.getMetadata().getNamespace())
                .createOr(r -> r.update());
    }

    void put(EndpointSlice slice) {
        client.resource(slice).inNamespace(slice.getMetadata().getNamespace()).createOr(r -> r.update());
    }

    void deleteService(String name) {
        client.services().inNamespace("shop").withName(name).delete();
        client.discovery()
                .v1()
                .endpointSlices()
                .inNamespace("shop")
                .withName(name + "-1")
                .delete();
    }

    static Service service(String namespace, String name, Map<String, String> annotations) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .withAnnotations(annotations)
                .endMetadata()
                .withNewSpec()
                .withPorts(
                        new ServicePortBuilder().withName("http").withPort(80).build())
                .endSpec()
                .build();
    }

    static EndpointSlice slice(String namespace, String service, Endpoint... endpoints) {
        return new EndpointSliceBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(service + "-1")
                .addToLabels(WantedEndpoints.SERVICE_NAME, service)
                .endMetadata()
                .withAddressType("IPv4")
                .withPorts(new EndpointPortBuilder()
                        .withName("http")
                        .withPort(8080)
                        .build())
                .withEndpoints(endpoints)
                .build();
    }

    static Endpoint endpoint(String pod, String address, boolean ready) {
        return new EndpointBuilder()
                .withAddresses(address)
                .withNewConditions()
                .withReady(ready)
                .endConditions()
                .withNewTargetRef()
                .withKind("Pod")
                .withName(pod)
                .endTargetRef()
                .build();
    }

    @Override
    public void close() {
        client.close();
        relay.close();
        server.destroy();
    }
}
