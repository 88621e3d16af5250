package io.lotse.kubernetes;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.lotse.contracts.ContractException;

/**
 * What a node does with a Kubernetes cluster, and how it gets there.
 *
 * @param nodeId the id of this run of the node, as the cluster of nodes knows it
 * @param node the node's name
 * @param host the name of the node's host
 * @param environment the environment of Services that name none
 * @param wishes what the node was told
 * @param pace when it asks the API
 */
public record KubernetesConfig(String nodeId, String node, String host, String environment, Wishes wishes, Pace pace) {
    /** Which Services are registered. */
    public enum Which {
        /** All but those that say {@code lotse.io/enable: "false"}. */
        ALL,
        /** Those that say {@code lotse.io/enable: "true"}. */
        LABELLED,
        /** None. */
        NONE
    }

    /**
     * What a node is told of Kubernetes.
     *
     * @param which which Services are registered
     * @param access how the API is reached
     * @param namespaces where Services are looked for; {@code *} for everywhere, empty for the account's own namespace
     * @param restarts the names of Services that may be restarted
     * @param forwards port-forwards of this node
     * @param exportTo the namespace in which Lotse's own services are shown; null for none
     */
    public record Wishes(
            Which which,
            Access access,
            List<String> namespaces,
            Set<String> restarts,
            List<PortForward> forwards,
            String exportTo) {
        /** Nothing. */
        public static final Wishes NONE = new Wishes(
                Which.NONE, new Access(null, null, Access.DEFAULT_CLUSTER), List.of(), Set.of(), List.of(), null);

        public Wishes {
            namespaces = List.copyOf(namespaces);
            restarts = Set.copyOf(restarts);
            forwards = List.copyOf(forwards);
        }

        /** Whether there is anything to do. */
        public boolean some() {
            return which != Which.NONE || !restarts.isEmpty() || !forwards.isEmpty() || exportTo != null;
        }
    }

    /**
     * A Service that is reached at a port of this host's loopback.
     *
     * @param name the name that its instance is registered under
     * @param namespace the Service's; null for the account's own
     * @param service the Service's name
     * @param port the name or the number of the Service's port; null for that of the first local port's number, else its first
     * @param localPorts the ports that it may have here, the one that is wished most first; not empty
     */
    public record PortForward(String name, String namespace, String service, String port, List<Integer> localPorts) {
        public PortForward {
            given("name", name);
            given("service", service);
            localPorts = List.copyOf(localPorts);
            if (localPorts.isEmpty()) {
                throw ContractException.invalid("port", "is missing: give the local port of " + name);
            }
            localPorts.forEach(p -> {
                if (p < 1 || p > 65_535) {
                    throw ContractException.invalid("port", "is " + p + ": give 1 to 65535");
                }
            });
        }
    }

    /**
     * How the API is reached.
     *
     * @param kubeconfig a file that says it, absolute; null for {@code KUBECONFIG}'s, else {@code ~/.kube/config}, else
     *     the account of the pod that this runs in
     * @param context which of the file's contexts counts; null for its current one
     * @param cluster what the mesh calls the cluster: nodes that say the same mean the same one
     */
    public record Access(Path kubeconfig, String context, String cluster) {
        /** What a cluster is called unless it was given a name. */
        public static final String DEFAULT_CLUSTER = "default";
    }

    /**
     * When the API is asked.
     *
     * @param lookEvery how often it is tried whether the API answers, and all is compared although nothing was told
     * @param gap the least time from one look to the next, however much is told
     * @param patience how long an answer may take
     * @param firstRetry how long it is left alone after it was lost; twice as long each time, up to {@code lookEvery}
     * @param rollout how long a rollout may take until it counts as failed
     */
    public record Pace(Duration lookEvery, Duration gap, Duration patience, Duration firstRetry, Duration rollout) {
        public static final Pace DEFAULT = new Pace(
                Duration.ofSeconds(15),
                Duration.ofMillis(200),
                Duration.ofSeconds(10),
                Duration.ofMillis(500),
                Duration.ofMinutes(10));
    }

    public KubernetesConfig {
        given("node_id", nodeId);
        given("node", node);
        given("host", host);
        given("environment", environment);
    }

    /** At the usual pace. */
    public KubernetesConfig(String nodeId, String node, String host, String environment, Wishes wishes) {
        this(nodeId, node, host, environment, wishes, Pace.DEFAULT);
    }

    /** What the instances' metadata name as the keeper of them. */
    String source() {
        return "kubernetes:" + wishes.access().cluster();
    }

    /** What the metadata of port-forwards name as the keeper of them. */
    String forwardSource() {
        return "forward:" + node;
    }

    private static void given(String field, String value) {
        if (value == null || value.isBlank()) {
            throw ContractException.invalid(field, "is missing");
        }
    }
}
