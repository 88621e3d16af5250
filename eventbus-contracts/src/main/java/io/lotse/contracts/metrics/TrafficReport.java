package io.lotse.contracts.metrics;

import java.time.Instant;
import java.util.List;

import io.lotse.contracts.Doc;

/** What one gateway counted of its traffic within about a second. */
@Doc("What one gateway counted of its traffic within about a second, on all its event loops.")
public record TrafficReport(
        @Doc("Stands for the gateway, unlike any other") String gateway,
        @Doc("The end of that time, by the gateway's clock") Instant at,
        @Doc("The instances that had requests, those of this gateway's own requests only: what it sent on to the"
                        + " gateway of another host that one counts")
                List<InstanceTraffic> instances,
        @Doc("The watched paths that had requests; absent for none") List<PathTraffic> paths) {
    public TrafficReport {
        paths = paths == null ? List.of() : List.copyOf(paths);
    }
}
