package io.lotse.environments;

import java.util.Objects;

/**
 * How this node's part in looking after environments is set up; what they are is in the ledger.
 *
 * @param nodeId the id of this run of the node, as its {@link io.lotse.contracts.cluster.NodeInfo} has it
 * @param nodeName the node's lasting name
 */
public record EnvironmentsConfig(String nodeId, String nodeName) {
    public EnvironmentsConfig {
        Objects.requireNonNull(nodeId, "nodeId");
        Objects.requireNonNull(nodeName, "nodeName");
    }
}
