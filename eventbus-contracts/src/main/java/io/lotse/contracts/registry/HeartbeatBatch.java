package io.lotse.contracts.registry;

import java.time.Instant;
import java.util.Map;

import io.lotse.contracts.Doc;

/** The heartbeats that a node heard lately. */
@Doc("The heartbeats that a node heard lately, passed on to all nodes.")
public record HeartbeatBatch(
        @Doc("The id of the node that heard them") String nodeId,
        @Doc("When each instance's last came, by that node's clock") Map<String, Instant> heard) {}
