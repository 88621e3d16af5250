package io.lotse.contracts.registry;

import java.time.Instant;
import java.util.List;

import io.lotse.contracts.Doc;
import io.lotse.contracts.host.OwnerProcess;

/**
 * The processes that own an instance: the host's agent may reclaim its port once all of them are gone and a bind
 * succeeds. An instance without this record is never reclaimed.
 */
@Doc("The processes that own an instance, as the ledger keeps them: once all of them are gone and a bind succeeds, the"
        + " host's agent reclaims its port. An instance of which none is known is never reclaimed.")
public record InstanceProcesses(
        @Doc("The instance's id") String serviceId,
        @Doc("Its processes: what listens at the port, and what would start it again; never empty")
                List<OwnerProcess> processes,
        @Doc("When the host's agent saw them, by the registry's clock") Instant seenAt) {}
