package io.lotse.supervisor;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.lotse.contracts.network.NetworkAxis;
import io.lotse.contracts.ports.PortRange;

/**
 * A declared set of services: what a {@code services.yaml} says, with all defaults filled in.
 *
 * @param name the set's name, unique on its node
 * @param services in the order in which they start: each after those it needs
 */
public record ServicesConfig(String name, List<Service> services) {
    /** All axes that can be out. */
    static final List<NetworkAxis> ANY_NETWORK =
            Arrays.stream(NetworkAxis.values()).filter(NetworkAxis::canBeOut).toList();

    public ServicesConfig {
        services = List.copyOf(services);
    }

    /**
     * What a file declares.
     *
     * @throws Mistakes with all that is wrong with it
     */
    public static ServicesConfig read(Path file) throws Mistakes {
        return ServicesReader.read(file);
    }

    /** The service of that name; empty for none. */
    public Optional<Service> service(String service) {
        return services.stream().filter(s -> s.name().equals(service)).findFirst();
    }

    /** Those services with all that they need; all services for an empty list. */
    Set<String> withNeeded(List<String> names) {
        Set<String> found = new LinkedHashSet<>(names);
        if (names.isEmpty()) {
            services.forEach(s -> found.add(s.name()));
        }
        Deque<String> open = new ArrayDeque<>(found);
        while (!open.isEmpty()) {
            service(open.pop()).ifPresent(s -> s.dependsOn().forEach(d -> {
                if (found.add(d.service())) {
                    open.add(d.service());
                }
            }));
        }
        return found;
    }

    /**
     * A service and how it is kept running.
     *
     * @param name unique in its set, and the name it is registered by
     * @param command with {@code {port}}, {@code {host}}, {@code {OTHER.port}} and {@code {OTHER.host}} to be filled in
     * @param folder where it runs; absolute
     * @param environment its variables, with the same to be filled in
     * @param port null for one without a port, which is not registered
     * @param health how it shows that it is ready; null for one that shows it by listening
     * @param dependsOn what has to be ready before it is started
     * @param restart when it is started again
     * @param network the axes of the network without which it is not started again
     * @param stopSignal what asks it to end, such as TERM
     * @param stopGrace how long it may take to end before it is killed
     * @param startupTimeout how long it may take until it is ready before that counts as a failure
     * @param limits what it may use
     * @param log how much of its output is kept
     * @param type its type, which may have a range of ports; null for none
     * @param lotseEnvironment the environment it is registered in; null for the node's
     */
    public record Service(
            String name,
            List<String> command,
            String folder,
            Map<String, String> environment,
            Port port,
            Health health,
            List<Dependency> dependsOn,
            RestartConfig.Policy restart,
            List<NetworkAxis> network,
            String stopSignal,
            Duration stopGrace,
            Duration startupTimeout,
            Limits limits,
            Log log,
            String type,
            String lotseEnvironment) {
        public Service {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
            dependsOn = List.copyOf(dependsOn);
            // what was kept before there was such a thing has none
            network = network == null ? ANY_NETWORK : List.copyOf(network);
        }

        /** Whether it needs that one. */
        boolean needs(String other) {
            return dependsOn.stream().anyMatch(d -> d.service().equals(other));
        }
    }

    /**
     * Which port a service would like.
     *
     * @param fixed this one and no other; null for any
     * @param preferred this one, if it is free; null for any
     * @param range one of these, if one is free; null for any
     */
    public record Port(Integer fixed, Integer preferred, PortRange range) {}

    /**
     * How a service shows that it is ready: a GET that is answered with less than 400.
     *
     * @param path such as {@code /health}
     * @param interval how often it is asked
     * @param timeout how long an answer may take
     */
    public record Health(String path, Duration interval, Duration timeout) {}

    /**
     * What a service needs.
     *
     * @param service the other's name
     * @param restart whether it is started again after the other was
     */
    public record Dependency(String service, boolean restart) {}

    /**
     * What a service may use; null for as much as the node may.
     *
     * @param memory its address space, bytes
     * @param openFiles how many files it may have open
     * @param processes how many processes its user may have
     * @param cpuTime how much time of a CPU it may use until it is killed
     */
    public record Limits(Long memory, Integer openFiles, Integer processes, Duration cpuTime) {
        /** As much as the node may. */
        public static final Limits NONE = new Limits(null, null, null, null);
    }

    /**
     * How much of its output is kept.
     *
     * @param size the size of a file, bytes, after which the next one begins
     * @param files how many files there are, with the one that is written
     */
    public record Log(long size, int files) {
        /** Five files of 10 MB, as of the node's own log. */
        public static final Log DEFAULT = new Log(10L << 20, 5);
    }

    /** What is wrong with a file, one line each. */
    public static final class Mistakes extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient List<String> lines;

        Mistakes(List<String> lines) {
            super(String.join("\n", lines));
            this.lines = List.copyOf(lines);
        }

        /** Each with the file, the line and what to do. */
        public List<String> lines() {
            return lines;
        }
    }
}
