package io.lotse.allocator;

import java.util.Set;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ports.PortRange;

/**
 * How this node's port allocator is set up; what it gives is in the ledger.
 *
 * @param neverGiven ports that are given in no environment and on no host, beside each environment's reserved ports:
 *     those that Lotse's own nodes listen at; 1 to 65535
 */
public record PortAllocatorConfig(Set<Integer> neverGiven) {
    public PortAllocatorConfig {
        neverGiven = Set.copyOf(neverGiven);
        for (int port : neverGiven) {
            if (port < 1 || port > PortRange.MAX_PORT) {
                throw ContractException.invalid("never_given", port + " is no port: give 1 to " + PortRange.MAX_PORT);
            }
        }
    }
}
