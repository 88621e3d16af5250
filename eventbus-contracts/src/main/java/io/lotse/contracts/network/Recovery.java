package io.lotse.contracts.network;

import java.time.Instant;
import java.util.List;

import io.lotse.contracts.Doc;

/** What was done after one outage, or after several that ended together. */
@Doc("What was done after one outage, or after several that ended together.")
public record Recovery(
        @Doc("Unique") String id,
        @Doc("The name of the node that saw to it, for the whole mesh") String node,
        @Doc("The outages") List<Outage> outages,
        @Doc("When it began") Instant startedAt,
        @Doc("When there was nothing left to do") Instant endedAt,
        @Doc("The instances that were down, in the order in which they were seen to")
                List<RecoveredInstance> instances) {
    public Recovery {
        outages = outages == null ? List.of() : List.copyOf(outages);
        instances = instances == null ? List.of() : List.copyOf(instances);
    }

    /** How many instances it ended so for. */
    public long count(RecoveryOutcome outcome) {
        return instances.stream().filter(i -> i.outcome() == outcome).count();
    }
}
