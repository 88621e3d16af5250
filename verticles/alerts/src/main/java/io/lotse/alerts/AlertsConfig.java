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
 * @param file where settings stand while the ledger holds none, YAML, which may be missing; null for nowhere
 * @param environment the variables that secrets may be in
 * @param lookEvery how often it is looked what holds, besides when something is heard
 */
public record AlertsConfig(
        String nodeId, String nodeName, Path file, Map<String, String> environment, Duration lookEvery) {
    public static final Duration LOOK_EVERY = Duration.ofSeconds(2);

    public AlertsConfig {
        Objects.requireNonNull(nodeId, "nodeId");
        Objects.requireNonNull(nodeName, "nodeName");
        Objects.requireNonNull(lookEvery, "lookEvery");
        environment = Map.copyOf(environment);
    }

    /** The defaults, with {@code alerts.yaml} in a folder. */
    public static AlertsConfig of(String nodeId, String nodeName, Path folder, Map<String, String> environment) {
        return new AlertsConfig(nodeId, nodeName, folder.resolve("alerts.yaml"), environment, LOOK_EVERY);
    }
}
