package io.lotse.kubernetes;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.kubernetes.KubernetesConfig.PortForward;

/**
 * Where a port-forward leads now.
 *
 * @param namespace the namespace of its Service
 * @param pods the pods that are ready, by their names
 */
record ForwardTarget(String namespace, List<Pod> pods) {
    /** A pod and the port that it listens at. */
    record Pod(String namespace, String name, int port) {}

    /**
     * Asks the API; blocks.
     *
     * @throws ContractException {@link ProblemCode#UNKNOWN_SERVICE} if there is no such Service, or it has no such port
     */
    static ForwardTarget find(KubernetesClient client, PortForward forward) {
        String namespace = forward.namespace() == null ? Copies.own(client) : forward.namespace();
        Service service = client.services()
                .inNamespace(namespace)
                .withName(forward.service())
                .get();
        if (service == null) {
            throw new ContractException(
                    ProblemCode.UNKNOWN_SERVICE, "there is no Service " + namespace + "/" + forward.service());
        }
        ServicePort port = port(service, forward)
                .orElseThrow(() -> new ContractException(
                        ProblemCode.UNKNOWN_SERVICE,
                        "the Service " + namespace + "/" + forward.service() + " has no port "
                                + (forward.port() == null ? "at all" : forward.port())));
        List<EndpointSlice> slices = client.discovery()
                .v1()
                .endpointSlices()
                .inNamespace(namespace)
                .withLabel(WantedEndpoints.SERVICE_NAME, forward.service())
                .list()
                .getItems();
        return new ForwardTarget(
                namespace,
                slices.stream()
                        .filter(slice -> slice.getEndpoints() != null && WantedEndpoints.port(slice, port) != null)
                        .flatMap(slice -> slice.getEndpoints().stream()
                                .filter(e -> WantedEndpoints.isReady(e) && e.getTargetRef() != null)
                                .map(e -> new Pod(
                                        namespace, e.getTargetRef().getName(), WantedEndpoints.port(slice, port))))
                        .distinct()
                        .sorted(Comparator.comparing(Pod::name))
                        .toList());
    }

    /** The one that is asked for, else that which has the number of the first local port, else the first. */
    private static Optional<ServicePort> port(Service service, PortForward forward) {
        List<ServicePort> ports = service.getSpec() == null || service.getSpec().getPorts() == null
                ? List.of()
                : service.getSpec().getPorts();
        if (forward.port() != null) {
            return ports.stream()
                    .filter(p ->
                            forward.port().equals(p.getName()) || forward.port().equals(String.valueOf(p.getPort())))
                    .findFirst();
        }
        return ports.stream()
                .filter(p -> forward.localPorts().get(0).equals(p.getPort()))
                .findFirst()
                .or(() -> ports.stream().findFirst());
    }
}
