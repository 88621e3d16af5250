package io.lotse.contracts.host;

import java.util.List;

import io.lotse.contracts.Doc;

/** Who listens at some ports. */
@Doc("Who listens at the ports that were asked about.")
public record PortOwners(@Doc("Those at which somebody listens, in order") List<PortOwner> ports) {
    public PortOwners {
        ports = ports == null ? List.of() : List.copyOf(ports);
    }
}
