package io.lotse.contracts.network;

import java.time.Duration;
import java.time.Instant;

import io.lotse.contracts.Doc;

/** A node sees an axis of the network in another state than before. */
@Doc("A node sees an axis of the network in another state than before.")
public record AxisChange(
        @Doc("The id of the node that sees it") String nodeId,
        @Doc("The node's name") String node,
        @Doc("The axis") NetworkAxis axis,
        @Doc("The state until now") Reachability before,
        @Doc("How long that state lasted, seconds") Duration lasted,
        @Doc("The state from now on") Reachability state,
        @Doc("Why, for people") String detail,
        @Doc("When") Instant at) {}
