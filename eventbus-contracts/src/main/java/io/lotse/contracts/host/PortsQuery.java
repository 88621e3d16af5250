package io.lotse.contracts.host;

import java.util.List;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Counts;
import io.lotse.contracts.Doc;
import io.lotse.contracts.ports.PortRange;
import io.lotse.contracts.ports.Protocol;

/** Asks about some ports of a host at once. */
@Doc("Asks about some ports of a host at once.")
public record PortsQuery(
        @Doc("tcp or udp; tcp if absent") Protocol protocol,
        @Doc(value = "The ports, 1 to 1000 of them", min = 1, max = 65_535) List<Integer> ports) {
    /** How many may be asked about at once. */
    public static final int MAX_PORTS = 1_000;

    public PortsQuery {
        protocol = protocol == null ? Protocol.TCP : protocol;
        ports = ports == null ? List.of() : ports.stream().distinct().toList();
        if (ports.isEmpty() || ports.size() > MAX_PORTS) {
            throw ContractException.invalid(
                    "ports", "are " + Counts.of(ports.size(), "port") + ": give 1 to " + MAX_PORTS);
        }
        for (Integer port : ports) {
            if (port == null || port < 1 || port > PortRange.MAX_PORT) {
                throw ContractException.invalid("ports", "has " + port + ": give 1 to " + PortRange.MAX_PORT);
            }
        }
    }
}
