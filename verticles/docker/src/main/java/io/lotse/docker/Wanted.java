package io.lotse.docker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.lotse.contracts.imports.ImportsContract;
import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.contracts.registry.Registration;
import io.lotse.docker.Container.Port;
import io.lotse.docker.DockerConfig.Reached;

/** What the registry should hold for containers. The same container always gives the same ids. */
final class Wanted {
    private static final String TCP = "tcp";
    private static final String UDP = "udp";

    private final DockerConfig config;
    private final Predicate<String> isEnvironment;

    /** @param isEnvironment whether somebody created an environment of this name */
    Wanted(DockerConfig config, Predicate<String> isEnvironment) {
        this.config = config;
        this.isEnvironment = isEnvironment;
    }

    /** Where a port of a container is reached. */
    private record Endpoint(int inside, Protocol protocol, String address, int port) {}

    /** What there should be, by id. */
    Map<String, Registration> of(List<Container> containers) {
        Map<String, Registration> wanted = new LinkedHashMap<>();
        for (Container container : containers) {
            of(container).forEach(r -> wanted.put(r.serviceId(), r));
        }
        return wanted;
    }

    /** The lowest port has the service's name, each further one that name and its number. */
    private List<Registration> of(Container container) {
        ContainerLabels labels = new ContainerLabels(container);
        if (!labels.wanted(config.wishes().which())) {
            return List.of();
        }
        List<Registration> registrations = new ArrayList<>();
        for (Endpoint endpoint : endpoints(container, labels)) {
            String name = labels.serviceName() + (registrations.isEmpty() ? "" : "-" + endpoint.inside());
            registrations.add(registration(container, labels, endpoint, name));
        }
        return registrations;
    }

    private Registration registration(Container container, ContainerLabels labels, Endpoint endpoint, String name) {
        String udp = endpoint.protocol() == Protocol.UDP ? "-udp" : "";
        return new Registration(
                config.source() + ":" + container.shortId() + ":" + endpoint.inside() + udp,
                name,
                labels.type(),
                endpoint.address(),
                endpoint.protocol(),
                endpoint.port(),
                null,
                null,
                null,
                environment(labels),
                List.of(),
                labels.healthPath(),
                metadata(container, labels),
                container.ready() ? InstanceStatus.ACTIVE : InstanceStatus.INACTIVE,
                null,
                null,
                true);
    }

    private String environment(ContainerLabels labels) {
        if (labels.environment() != null) {
            return labels.environment();
        }
        return labels.project() != null && isEnvironment.test(labels.project())
                ? labels.project()
                : config.environment();
    }

    private Map<String, String> metadata(Container container, ContainerLabels labels) {
        Map<String, String> metadata = new HashMap<>(labels.metadata());
        metadata.put(ImportsContract.IMPORTED_FROM, config.source());
        metadata.put("container", container.name());
        metadata.put("image", container.image());
        if (labels.project() != null) {
            metadata.put("compose_project", labels.project());
        }
        return metadata;
    }

    /** By their number in the container, or in the order in which a label names them; each once. */
    private List<Endpoint> endpoints(Container container, ContainerLabels labels) {
        Map<String, Endpoint> found = new LinkedHashMap<>();
        container.ports().stream()
                .sorted((a, b) -> Integer.compare(a.inside(), b.inside()))
                .forEach(port -> {
                    Endpoint endpoint = endpoint(port, container, labels);
                    if (endpoint != null) {
                        found.merge(
                                key(port.inside(), port.protocol()), endpoint, (first, same) -> preferred(first, same));
                    }
                });
        if (labels.ports() == null) {
            return found.values().stream()
                    .filter(e -> e.protocol() == Protocol.TCP)
                    .toList();
        }
        List<Endpoint> chosen = new ArrayList<>();
        for (String part : labels.ports().split(",")) {
            String[] words = part.strip().split("/", 2);
            String key = words[0] + "/" + (words.length == 2 ? words[1] : TCP);
            Endpoint endpoint = found.getOrDefault(key, unexposed(key, container, labels));
            if (endpoint != null && !chosen.contains(endpoint)) {
                chosen.add(endpoint);
            }
        }
        return chosen;
    }

    /** Docker publishes for IPv4 and for IPv6: one of them is enough, IPv4 if there is a choice. */
    private static Endpoint preferred(Endpoint first, Endpoint other) {
        return first.address().indexOf(':') >= 0 && other.address().indexOf(':') < 0 ? other : first;
    }

    private Endpoint endpoint(Port port, Container container, ContainerLabels labels) {
        if (!port.protocol().equals(TCP) && !port.protocol().equals(UDP)) {
            return null;
        }
        Protocol protocol = port.protocol().equals(UDP) ? Protocol.UDP : Protocol.TCP;
        if (config.wishes().reached() == Reached.AT_CONTAINER) {
            String address = address(container, labels);
            return address == null ? null : new Endpoint(port.inside(), protocol, address, port.inside());
        }
        return port.published() == null
                ? null
                : new Endpoint(port.inside(), protocol, onHost(port.address()), port.published());
    }

    /** At its own address a container may listen at a port that its image does not expose. */
    private Endpoint unexposed(String key, Container container, ContainerLabels labels) {
        if (config.wishes().reached() != Reached.AT_CONTAINER || !key.matches("[0-9]{1,5}/(tcp|udp)")) {
            return null;
        }
        String[] words = key.split("/", 2);
        return endpoint(new Port(Integer.parseInt(words[0]), words[1], null, null), container, labels);
    }

    private String onHost(String address) {
        return address == null || address.equals("0.0.0.0") || address.equals("::") ? config.address() : address;
    }

    /** Null where it has none, such as with the host's network. */
    private static String address(Container container, ContainerLabels labels) {
        return labels.network() != null
                ? container.addresses().get(labels.network())
                : container.addresses().entrySet().stream()
                        .min(Map.Entry.comparingByKey())
                        .map(Map.Entry::getValue)
                        .orElse(null);
    }

    private static String key(int inside, String protocol) {
        return inside + "/" + protocol;
    }
}
