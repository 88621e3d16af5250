package io.lotse.contracts.host;

import java.util.List;

import io.lotse.contracts.Doc;
import io.lotse.contracts.ports.PortRange;

/** What a host's system says of one port. */
@Doc("What a host's operating system says of one port.")
public record PortFacts(
        @Doc("The sockets that have it as their local port, those that listen first; at most 100")
                List<PortSocket> sockets,
        @Doc(value = "How many sockets there are in all", min = 0) int total,
        @Doc("The ports that the kernel hands out to outgoing connections; absent where it cannot be read")
                PortRange ephemeralPorts,
        @Doc("Whether the kernel keeps it from outgoing connections (ip_local_reserved_ports)") boolean kernelReserved,
        @Doc("Whether the agent's user needs more rights to listen at it: a port below 1024 to most")
                boolean privileged,
        @Doc("What the agent may not see, for people; absent where it sees everything") String unseen) {}
