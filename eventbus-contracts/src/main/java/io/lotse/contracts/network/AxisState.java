package io.lotse.contracts.network;

import java.time.Instant;

import io.lotse.contracts.Doc;

/** How a node sees one axis of the network. */
@Doc("How a node sees one axis of the network.")
public record AxisState(
        @Doc("loopback, lan, dns, internet, vpn, kubernetes, members or other") NetworkAxis axis,
        @Doc("online: all its targets are reached; degraded: some are not; offline: none is; unknown: nothing was"
                        + " tried often enough yet")
                Reachability state,
        @Doc("Since when it is in this state") Instant since,
        @Doc("Why, for people") String detail) {}
