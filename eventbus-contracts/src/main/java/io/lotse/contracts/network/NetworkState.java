package io.lotse.contracts.network;

import java.time.Instant;
import java.util.List;

import io.lotse.contracts.Doc;

/** The network as one node sees it. */
@Doc("The network as one node sees it.")
public record NetworkState(
        @Doc("The id of the node's run") String nodeId,
        @Doc("The node's name") String node,
        @Doc("online: all targets are reached; degraded: some are not; offline: none beyond this host is;"
                        + " unknown: nothing was tried often enough yet")
                Reachability state,
        @Doc("Since when it is in this state") Instant since,
        @Doc("Why, for people") String detail,
        @Doc("Each target, by name") List<TargetState> targets,
        @Doc("Each axis that has targets") List<AxisState> axes,
        @Doc("The outage that lasts; absent for none") Outage outage) {
    public NetworkState {
        targets = targets == null ? List.of() : List.copyOf(targets);
        axes = axes == null ? List.of() : List.copyOf(axes);
    }
}
