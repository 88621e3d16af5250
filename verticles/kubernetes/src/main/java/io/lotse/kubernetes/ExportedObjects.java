package io.lotse.kubernetes;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPortBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;

import io.lotse.contracts.imports.ImportsContract;
import io.lotse.contracts.kubernetes.KubernetesContract;
import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstanceStatus;

/**
 * What a cluster should hold of Lotse's own services: for each a Service without an address of its own, and an
 * EndpointSlice for each port and family of addresses.
 */
final class ExportedObjects {
    private static final String SLICE_MANAGER = "endpointslice.kubernetes.io/managed-by";
    private static final String SERVICE_ANNOTATION = "lotse.io/exported";
    private static final String IPV4 = "IPv4";
    private static final String IPV6 = "IPv6";
    private static final int LONGEST_NAME = 50;
    private static final int MOST_ENDPOINTS = 1_000;

    private final KubernetesConfig config;
    private final Map<String, String> labels;

    /** @param labels what shows whose the objects are */
    ExportedObjects(KubernetesConfig config, Map<String, String> labels) {
        this.config = config;
        this.labels = labels;
    }

    /** The objects by their names. */
    record Objects(Map<String, Service> services, Map<String, EndpointSlice> slices) {}

    /** One slice's worth of a service. */
    private record Group(String family, Protocol protocol, int port) {
        String portName() {
            return (protocol == Protocol.UDP ? "udp-" : "tcp-") + port;
        }

        String suffix() {
            return "-" + portName() + (family.equals(IPV6) ? "-6" : "");
        }
    }

    Objects of(String namespace, Collection<Instance> instances) {
        Map<String, List<Instance>> byService = instances.stream()
                .filter(this::isExported)
                .sorted(Comparator.comparing(Instance::serviceId))
                .collect(Collectors.groupingBy(i -> fit(i.serviceName()), TreeMap::new, Collectors.toList()));
        Map<String, Service> services = new LinkedHashMap<>();
        Map<String, EndpointSlice> slices = new LinkedHashMap<>();
        byService.forEach((name, copies) -> {
            Map<Group, List<Instance>> groups = copies.stream()
                    .collect(Collectors.groupingBy(
                            i -> new Group(family(i), i.protocol(), i.port()),
                            LinkedHashMap::new,
                            Collectors.toList()));
            services.put(name, service(namespace, name, copies.get(0), groups));
            groups.forEach((group, of) -> {
                EndpointSlice slice = slice(namespace, name, group, of);
                slices.put(slice.getMetadata().getName(), slice);
            });
        });
        return new Objects(services, slices);
    }

    /** Those of the node's environment that others can reach, and that are not in the cluster anyway. */
    private boolean isExported(Instance instance) {
        return instance.environment().equals(config.environment())
                && !instance.ipAddress().startsWith("127.")
                && !instance.ipAddress().equals("localhost")
                && !instance.ipAddress().equals("::1")
                && !config.source().equals(instance.metadata().get(ImportsContract.IMPORTED_FROM))
                && !instance.metadata().containsKey(KubernetesContract.CLUSTER_METADATA);
    }

    private Service service(String namespace, String name, Instance first, Map<Group, List<Instance>> groups) {
        List<ServicePort> ports = groups.keySet().stream()
                .map(group -> new ServicePortBuilder()
                        .withName(group.portName())
                        .withPort(group.port())
                        .withProtocol(group.protocol().name())
                        .build())
                .distinct()
                .toList();
        return new ServiceBuilder()
                .withMetadata(new ObjectMetaBuilder(meta(namespace, name))
                        .addToAnnotations(SERVICE_ANNOTATION, first.serviceName())
                        .build())
                .withNewSpec()
                .withClusterIP("None")
                .withPorts(ports)
                .endSpec()
                .build();
    }

    private EndpointSlice slice(String namespace, String service, Group group, List<Instance> copies) {
        List<Endpoint> endpoints = copies.stream()
                .limit(MOST_ENDPOINTS)
                .map(i -> new EndpointBuilder()
                        .withAddresses(i.ipAddress())
                        .withNewConditions()
                        .withReady(i.status() == InstanceStatus.ACTIVE)
                        .endConditions()
                        .build())
                .toList();
        return new EndpointSliceBuilder()
                .withMetadata(new ObjectMetaBuilder(meta(namespace, service + group.suffix()))
                        .addToLabels(WantedEndpoints.SERVICE_NAME, service)
                        .addToLabels(SLICE_MANAGER, Owned.LOTSE)
                        .build())
                .withAddressType(group.family())
                .withPorts(new EndpointPortBuilder()
                        .withName(group.portName())
                        .withPort(group.port())
                        .withProtocol(group.protocol().name())
                        .build())
                .withEndpoints(endpoints)
                .build();
    }

    private ObjectMeta meta(String namespace, String name) {
        return new ObjectMetaBuilder()
                .withNamespace(namespace)
                .withName(name)
                .withLabels(labels)
                .build();
    }

    private static String family(Instance instance) {
        return instance.ipAddress().indexOf(':') >= 0 ? IPV6 : IPV4;
    }

    /** As a Service's name must be: a letter first, then letters, digits and dashes. Leaves room for a slice's suffix. */
    private static String fit(String name) {
        String fit = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        String lettered = fit.isEmpty() || !Character.isLetter(fit.charAt(0)) ? "s-" + fit : fit;
        return lettered.length() <= LONGEST_NAME
                ? lettered
                : lettered.substring(0, LONGEST_NAME).replaceAll("-$", "");
    }
}
