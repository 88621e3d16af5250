package io.lotse.contracts.cluster;

import java.time.Instant;

import io.lotse.contracts.Doc;

/** Who does the work that must happen once in the mesh. */
@Doc("Who does the work that must happen once in the mesh.")
public record DutyHolder(
        @Doc("The id of the node's run, new at each start") String nodeId,
        @Doc("The node's name") String node,
        @Doc("When it took the duty") Instant since) {}
