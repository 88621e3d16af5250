package io.lotse.contracts.verdicts;

import java.time.Duration;

import io.lotse.contracts.Doc;

/** What saturation shows in. */
@Doc("What saturation shows in: a resource that is used up, and latency that is worse for it.")
public record SaturationEvidence(
        @Doc("Which resource, such as cpu or database_connections") String resource,
        @Doc("The share of it that is used, 0 to 1, the median") double used,
        @Doc("For how long it has been used up, seconds") Duration lasted,
        @Doc("Latency while it is used up, seconds") Duration latency,
        @Doc("Latency while there was room, seconds") Duration latencyWithRoom,
        @Doc("The one by the other") double ratio,
        @Doc(value = "How many minutes with room were compared", min = 0) int minutesWithRoom) {}
