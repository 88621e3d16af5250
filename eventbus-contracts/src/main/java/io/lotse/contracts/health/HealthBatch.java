package io.lotse.contracts.health;

import java.util.List;

import io.lotse.contracts.Doc;

/** The checks that a node made lately. */
@Doc("The checks that a node made lately, about a second's worth, told to all nodes.")
public record HealthBatch(
        @Doc("The id of the node that made them") String nodeId,
        @Doc("The last report of each instance that it checked") List<HealthReport> reports) {}
