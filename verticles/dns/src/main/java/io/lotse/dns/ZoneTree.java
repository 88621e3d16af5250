package io.lotse.dns;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import io.lotse.contracts.registry.Instance;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.Service;

/**
 * The names of the zone.
 *
 * <ul>
 *   <li>{@code SERVICE.service.lotse.}: the active instances in this node's environment, shuffled; A, AAAA and SRV
 *   <li>{@code _SERVICE._tcp.service.lotse.}, {@code _udp}: those of them that speak it; SRV (RFC 2782)
 *   <li>{@code SERVICE.service.ENVIRONMENT.env.lotse.}, {@code _SERVICE._tcp.service.ENVIRONMENT.env.lotse.}: the same in
 *       another environment
 *   <li>{@code ID.instance.lotse.}: one instance, whatever its status: a name for it, not a route to it
 *   <li>{@code lotse.}: SOA and NS
 * </ul>
 *
 * A dot in a service's name or an id is a dot in the domain name: {@code orders.v1} is asked for as
 * {@code orders.v1.service.lotse.}; all in front of {@code .service} is the service's name. An instance whose address
 * is a host name is told by SRV only. A name longer than DNS allows cannot be asked for.
 */
final class ZoneTree {
    static final String SERVER = "ns";
    static final String INSTANCES = "instance";
    private static final String SERVICES = "service";

    private static final String ENVIRONMENTS = "env";

    private final ViewNames names;
    private final String ownEnvironment;

    ZoneTree(ViewNames names, String ownEnvironment) {
        this.names = names;
        this.ownEnvironment = ownEnvironment;
    }

    /**
     * What a name stands for.
     *
     * @param instances where it leads, shuffled; empty too for a name that only has others below it
     * @param routesOnly whether it has SRV records and no addresses
     * @param top whether it is the zone's own name
     * @param server whether it is the name of the zone's server
     * @param service the service that it is a name of; null for none
     * @param environment where; null for nowhere
     */
    record Node(
            List<Instance> instances,
            boolean routesOnly,
            boolean top,
            boolean server,
            String service,
            String environment) {
        static final Node EMPTY = new Node(List.of(), false, false, false, null, null);
        static final Node TOP = new Node(List.of(), false, true, false, null, null);
        static final Node NAME_SERVER = new Node(List.of(), false, false, true, null, null);

        static Node of(Instance instance) {
            return instance.port() > 0 ? new Node(List.of(instance), false, false, false, null, null) : EMPTY;
        }
    }

    /**
     * What a name stands for; empty if there is no such name.
     *
     * @param relative the name in lower case, without the zone
     */
    Optional<Node> find(String relative, MeshSnapshot snapshot) {
        return switch (relative) {
            case "" -> Optional.of(Node.TOP);
            case SERVER -> Optional.of(Node.NAME_SERVER);
            case SERVICES, INSTANCES, ENVIRONMENTS, "_tcp." + SERVICES, "_udp." + SERVICES -> Optional.of(Node.EMPTY);
            default -> findBelow(relative, snapshot);
        };
    }

    private Optional<Node> findBelow(String relative, MeshSnapshot snapshot) {
        if (relative.endsWith("." + INSTANCES)) {
            return findInstance(parent(relative, INSTANCES), snapshot);
        }
        if (relative.endsWith("." + ENVIRONMENTS)) {
            return findInEnvironment(parent(relative, ENVIRONMENTS), snapshot);
        }
        return relative.endsWith("." + SERVICES) ? findRoute(relative, ownEnvironment, snapshot) : Optional.empty();
    }

    /** What is in front of {@code .env}: an environment's name, and below that the names of services. */
    private Optional<Node> findInEnvironment(String relative, MeshSnapshot snapshot) {
        int dot = relative.lastIndexOf('.');
        String environment = relative.substring(dot + 1);
        if (snapshot.environment(environment).isEmpty()) {
            return Optional.empty();
        }
        String rest = dot < 0 ? "" : relative.substring(0, dot);
        return switch (rest) {
            case "", SERVICES, "_tcp." + SERVICES, "_udp." + SERVICES -> Optional.of(Node.EMPTY);
            default -> rest.endsWith("." + SERVICES) ? findRoute(rest, environment, snapshot) : Optional.empty();
        };
    }

    private Optional<Node> findRoute(String relative, String environment, MeshSnapshot snapshot) {
        String service = parent(relative, SERVICES);
        for (String protocol : List.of("tcp", "udp")) {
            if (service.endsWith("._" + protocol)) {
                String label = parent(service, "_" + protocol);
                return label.startsWith("_")
                        ? findService(
                                label.substring(1),
                                i -> i.protocol().wireName().equals(protocol),
                                true,
                                environment,
                                snapshot)
                        : between(names.services(), label);
            }
        }
        return findService(service, i -> true, false, environment, snapshot);
    }

    private Optional<Node> findInstance(String id, MeshSnapshot snapshot) {
        return names.instances()
                .spelling(id)
                .flatMap(snapshot::instance)
                .map(Node::of)
                .or(() -> between(names.instances(), id));
    }

    private Optional<Node> findService(
            String name, Predicate<Instance> filter, boolean routesOnly, String environment, MeshSnapshot snapshot) {
        return names.services()
                .spelling(name)
                .flatMap(spelled -> snapshot.service(spelled)
                        .flatMap(service -> service.in(environment))
                        .map(service ->
                                new Node(shuffled(service, filter), routesOnly, false, false, spelled, environment)))
                .or(() -> between(names.services(), name));
    }

    private static Optional<Node> between(NameIndex index, String name) {
        return index.isAbove(name) ? Optional.of(Node.EMPTY) : Optional.empty();
    }

    private static List<Instance> shuffled(Service service, Predicate<Instance> filter) {
        List<Instance> instances = new ArrayList<>(service.active());
        instances.removeIf(filter.negate());
        Collections.shuffle(instances);
        return instances;
    }

    private static String parent(String name, String suffix) {
        return name.substring(0, name.length() - suffix.length() - 1);
    }
}
