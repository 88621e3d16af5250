package io.lotse.registry;

import io.lotse.contracts.ContractException;
import io.lotse.meshview.EnvironmentDefaults;

/**
 * How this node's registry is set up.
 *
 * @param nodeId the id of this run of the node, as its {@link io.lotse.contracts.cluster.NodeInfo} has it
 * @param nodeName the node's lasting name
 * @param host the name of the host the node runs on, as its agent serves it
 * @param defaultEnvironment the environment of a registration that names none
 */
public record RegistryConfig(String nodeId, String nodeName, String host, String defaultEnvironment) {
    public RegistryConfig {
        present("node_id", nodeId);
        present("node_name", nodeName);
        present("host", host);
        EnvironmentDefaults.of(defaultEnvironment);
    }

    private static void present(String field, String value) {
        if (value == null || value.isBlank()) {
            throw ContractException.invalid(field, "is missing");
        }
    }
}
