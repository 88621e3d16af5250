package io.lotse.contracts.network;

import java.time.Instant;
import java.util.List;

import io.lotse.contracts.Doc;

/** A time in which a node did not reach at least one axis of the network at all. */
@Doc("A time in which a node did not reach at least one axis of the network at all.")
public record Outage(
        @Doc("Unique") String id,
        @Doc("The id of the node that was cut off") String nodeId,
        @Doc("The node's name") String node,
        @Doc("The node's host") String host,
        @Doc("Which axes were offline meanwhile, at some time") List<NetworkAxis> axes,
        @Doc("Why it counts as an outage, for people") String detail,
        @Doc("When it was noticed") Instant beganAt,
        @Doc("When all of them were reached again; absent while it lasts") Instant endedAt) {
    public Outage {
        axes = axes == null ? List.of() : List.copyOf(axes);
    }
}
