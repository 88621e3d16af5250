package io.lotse.alerts;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * How this node's part in telling people is set up; what they are told of is in the ledger or in a file.
 *
 * @param nodeId the id of this run of the node, as its {@link io.lotse.contracts.cluster.NodeInfo} has it
 * @param nodeName the node's lasting name
 * @param file where settings stand while the ledger holds none, YAML; null for nowhere
 * @param amongSettings whether the file is the node's own, in which they stand under {@code alerts}
 * @param environment the variables that secrets may be in
 * @param lookEvery how often it is looked what holds, besides when something is heard
 */
public record AlertsConfig(
        String nodeId,
        String nodeName,
        Path file,
        boolean amongSettings,
        Map<String, String> environment,
        Duration lookEvery) {
    public static final Duration LOOK_EVERY = Duration.ofSeconds(2);

    public AlertsConfig {
        Objects.requireNonNull(nodeId, "nodeId");
        Objects.requireNonNull(nodeName, "nodeName");
        Objects.requireNonNull(lookEvery, "lookEvery");
        environment = Map.copyOf(environment);
    }

    /** Without a file. */
    public AlertsConfig(String nodeId, String nodeName, Map<String, String> environment) {
        this(nodeId, nodeName, null, false, environment, LOOK_EVERY);
    }

    /** The same with settings in a file. */
    public AlertsConfig with(Path settings, boolean amongOthers) {
        return new AlertsConfig(nodeId, nodeName, settings, amongOthers, environment, lookEvery);
    }
}
