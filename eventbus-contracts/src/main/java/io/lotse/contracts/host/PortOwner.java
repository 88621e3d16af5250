package io.lotse.contracts.host;

import java.util.List;

import io.lotse.contracts.Doc;

/** Who listens at a port, as far as the host's agent may see. */
@Doc("Who listens at a port, as far as the host's agent may see.")
public record PortOwner(
        @Doc(value = "The port, at which somebody listens", min = 1, max = 65_535) int port,
        @Doc("All processes that listen there; empty where the agent does not see them all, or they are more than 16")
                List<OwnerProcess> processes) {
    public PortOwner {
        processes = processes == null ? List.of() : List.copyOf(processes);
    }
}
