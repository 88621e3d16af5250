package io.lotse.kubernetes;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointConditions;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;

import io.lotse.contracts.imports.ImportsContract;
import io.lotse.contracts.kubernetes.KubernetesContract;
import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.contracts.registry.Registration;

/** What the registry should hold for Services and their endpoints. The same endpoint always gives the same id. */
final class WantedEndpoints {
    /** The label of an EndpointSlice that names its Service. */
    static final String SERVICE_NAME = "kubernetes.io/service-name";

    private static final String UDP = "UDP";
    private static final String TCP = "TCP";
    private static final String IPV4 = "IPv4";
    private static final String HEADLESS = "None";
    private static final int LONGEST_NAME = 63;
    private static final int LONGEST_ID = 128;
    private static final int UUID_LENGTH = 36;

    private final KubernetesConfig config;
    private final Predicate<String> isEnvironment;

    /** @param isEnvironment whether somebody created an environment of this name */
    WantedEndpoints(KubernetesConfig config, Predicate<String> isEnvironment) {
        this.config = config;
        this.isEnvironment = isEnvironment;
    }

    /** A port of a Service under the name that its instances get. */
    private record NamedPort(ServicePort port, String serviceName) {}

    /** Where an endpoint listens. */
    private record Socket(String address, Protocol protocol, int port) {}

    /**
     * What there should be, by id. Where two Services have the same endpoint, it is that with an address of its own, else
     * the first by its name.
     */
    Map<String, Registration> of(Collection<Service> services, Collection<EndpointSlice> slices) {
        Map<String, List<EndpointSlice>> byService = slices.stream()
                .filter(slice -> serviceOf(slice) != null)
                .sorted(Comparator.comparing((EndpointSlice s) -> !IPV4.equals(s.getAddressType()))
                        .thenComparing(s -> s.getMetadata().getName()))
                .collect(Collectors.groupingBy(WantedEndpoints::serviceOf));
        Map<String, Registration> wanted = new LinkedHashMap<>();
        Set<Socket> taken = new HashSet<>();
        services.stream()
                .sorted(Comparator.comparing(WantedEndpoints::isHeadless)
                        .thenComparing(s -> key(
                                s.getMetadata().getNamespace(), s.getMetadata().getName())))
                .forEach(service -> {
                    ObjectMeta meta = service.getMetadata();
                    add(
                            service,
                            byService.getOrDefault(key(meta.getNamespace(), meta.getName()), List.of()),
                            wanted,
                            taken);
                });
        return wanted;
    }

    private void add(Service service, List<EndpointSlice> slices, Map<String, Registration> wanted, Set<Socket> taken) {
        ServiceMarks marks = new ServiceMarks(service);
        if (!marks.wanted(config.wishes().which())) {
            return;
        }
        for (NamedPort named : ports(service, marks)) {
            for (EndpointSlice slice : slices) {
                for (Endpoint endpoint : slice.getEndpoints()) {
                    Integer port = port(slice, named.port());
                    if (port == null
                            || isEnding(endpoint)
                            || endpoint.getAddresses().isEmpty()) {
                        continue;
                    }
                    Registration registration = registration(service, marks, named, endpoint, port);
                    Socket socket = new Socket(registration.ipAddress(), registration.protocol(), port);
                    if (!wanted.containsKey(registration.serviceId()) && taken.add(socket)) {
                        wanted.put(registration.serviceId(), registration);
                    }
                }
            }
        }
    }

    private Registration registration(
            Service service, ServiceMarks marks, NamedPort named, Endpoint endpoint, int port) {
        ObjectMeta meta = service.getMetadata();
        String address = endpoint.getAddresses().get(0);
        String copy = endpoint.getTargetRef() == null
                ? address
                : endpoint.getTargetRef().getName();
        return new Registration(
                id(meta.getNamespace() + ":" + meta.getName() + ":" + copy + ":" + suffix(named.port())),
                named.serviceName(),
                marks.type(),
                address,
                protocol(named.port()),
                port,
                null,
                null,
                null,
                environment(meta, marks),
                List.of(),
                marks.healthPath(),
                metadata(meta, marks, endpoint),
                isReady(endpoint) ? InstanceStatus.ACTIVE : InstanceStatus.INACTIVE,
                null,
                null,
                true);
    }

    /** An id has a greatest length, and names in Kubernetes may be longer. */
    private String id(String rest) {
        String id = config.source() + ":" + rest;
        return id.length() <= LONGEST_ID
                ? id
                : id.substring(0, LONGEST_ID - UUID_LENGTH - 1) + "-"
                        + UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8));
    }

    private String environment(ObjectMeta meta, ServiceMarks marks) {
        if (marks.environment() != null) {
            return marks.environment();
        }
        return isEnvironment.test(meta.getNamespace()) ? meta.getNamespace() : config.environment();
    }

    private Map<String, String> metadata(ObjectMeta meta, ServiceMarks marks, Endpoint endpoint) {
        Map<String, String> metadata = new HashMap<>();
        if (endpoint.getZone() != null) {
            metadata.put("zone", endpoint.getZone());
        }
        metadata.putAll(marks.metadata());
        metadata.put(ImportsContract.IMPORTED_FROM, config.source());
        metadata.put(
                KubernetesContract.CLUSTER_METADATA, config.wishes().access().cluster());
        metadata.put(KubernetesContract.SERVICE_METADATA, key(meta.getNamespace(), meta.getName()));
        if (endpoint.getTargetRef() != null) {
            metadata.put("pod", endpoint.getTargetRef().getName());
        }
        return metadata;
    }

    /** The first has the service's name, each further one that name and its own; those of UDP only if they are named. */
    private static List<NamedPort> ports(Service service, ServiceMarks marks) {
        List<ServicePort> all = service.getSpec() == null || service.getSpec().getPorts() == null
                ? List.of()
                : service.getSpec().getPorts();
        List<ServicePort> chosen = new ArrayList<>();
        if (marks.ports() == null) {
            all.stream().filter(p -> protocol(p) == Protocol.TCP && isKnown(p)).forEach(chosen::add);
        } else {
            for (String part : marks.ports().split(",")) {
                all.stream()
                        .filter(p -> isKnown(p) && isCalled(p, part.strip()) && !chosen.contains(p))
                        .findFirst()
                        .ifPresent(chosen::add);
            }
        }
        List<NamedPort> named = new ArrayList<>();
        for (ServicePort port : chosen) {
            String name = marks.serviceName() + (named.isEmpty() ? "" : "-" + suffix(port));
            named.add(new NamedPort(port, name.substring(0, Math.min(name.length(), LONGEST_NAME))));
        }
        return named;
    }

    private static boolean isCalled(ServicePort port, String nameOrNumber) {
        return nameOrNumber.equals(port.getName()) || nameOrNumber.equals(String.valueOf(port.getPort()));
    }

    private static String suffix(ServicePort port) {
        return port.getName() == null || port.getName().isBlank() ? String.valueOf(port.getPort()) : port.getName();
    }

    private static boolean isKnown(ServicePort port) {
        return port.getProtocol() == null
                || port.getProtocol().equals(TCP)
                || port.getProtocol().equals(UDP);
    }

    private static Protocol protocol(ServicePort port) {
        return UDP.equals(port.getProtocol()) ? Protocol.UDP : Protocol.TCP;
    }

    /** Where its endpoints of this slice listen for a Service's port; null if they do not. */
    static Integer port(EndpointSlice slice, ServicePort wanted) {
        List<EndpointPort> ports = slice.getPorts() == null ? List.of() : slice.getPorts();
        return ports.stream()
                .filter(p -> Objects.requireNonNullElse(p.getName(), "")
                        .equals(Objects.requireNonNullElse(wanted.getName(), "")))
                .map(EndpointPort::getPort)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** As {@code NAMESPACE/NAME}; null for one that says none, or whose addresses are names. */
    private static String serviceOf(EndpointSlice slice) {
        ObjectMeta meta = slice.getMetadata();
        String name = meta.getLabels() == null ? null : meta.getLabels().get(SERVICE_NAME);
        boolean named = "FQDN".equals(slice.getAddressType());
        return name == null || named || slice.getEndpoints() == null ? null : key(meta.getNamespace(), name);
    }

    private static String key(String namespace, String name) {
        return namespace + "/" + name;
    }

    private static boolean isHeadless(Service service) {
        return service.getSpec() != null && HEADLESS.equals(service.getSpec().getClusterIP());
    }

    /** What is not said counts as ready, as in the API. */
    static boolean isReady(Endpoint endpoint) {
        EndpointConditions conditions = endpoint.getConditions();
        return conditions == null || !Boolean.FALSE.equals(conditions.getReady());
    }

    private static boolean isEnding(Endpoint endpoint) {
        return endpoint.getConditions() != null
                && Boolean.TRUE.equals(endpoint.getConditions().getTerminating());
    }
}
