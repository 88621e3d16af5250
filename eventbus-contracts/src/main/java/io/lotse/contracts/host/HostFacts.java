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
        @Doc("The operating system, for people") String system,
        @Doc("Whether each address is a space of its own: the same port may be held once at each")
                boolean separateAddresses,
        @Doc("Those of the kernel's ports that it leaves alone, because they are reserved in it; absent for none")
                List<PortRange> kernelReserved) {

    public HostFacts {
        kernelReserved = kernelReserved == null ? List.of() : List.copyOf(kernelReserved);
    }

    /** A host whose kernel has no reserved ports. */
    public HostFacts(
            String host, List<String> addresses, PortRange ephemeralPorts, String system, boolean separateAddresses) {
        this(host, addresses, ephemeralPorts, system, separateAddresses, null);
    }

    /** A host whose addresses share their ports, as is usual. */
    public HostFacts(String host, List<String> addresses, PortRange ephemeralPorts, String system) {
        this(host, addresses, ephemeralPorts, system, false);
    }
}
