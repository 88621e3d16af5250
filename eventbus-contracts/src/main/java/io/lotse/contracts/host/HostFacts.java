package io.lotse.contracts.host;

import java.util.List;

import io.lotse.contracts.Doc;
import io.lotse.contracts.ports.PortRange;

/** What changes seldom about a host. */
@Doc("What changes seldom about a host; kept in the ledger.")
public record HostFacts(
        @Doc("The host's name") String host,
        @Doc("Its addresses, loopback among them") List<String> addresses,
        @Doc("The ports that the kernel hands out to outgoing connections; absent where it cannot be read")
                PortRange ephemeralPorts,
        @Doc("The operating system, for people") String system) {}
