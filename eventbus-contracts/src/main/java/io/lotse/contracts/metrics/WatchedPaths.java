package io.lotse.contracts.metrics;

import java.util.List;
import java.util.Map;

import io.lotse.contracts.Doc;

/** The request paths that an observer wants the gateways to measure. */
@Doc("The request paths that an observer wants the gateways to measure: those that its thresholds name.")
public record WatchedPaths(
        @Doc("The id of the node that wants them: those of all nodes are measured") String nodeId,
        @Doc("The paths by the service's name; empty for no more of them") Map<String, List<String>> paths) {
    public WatchedPaths {
        paths = Map.copyOf(paths);
    }
}
