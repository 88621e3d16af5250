package io.lotse.contracts.verdicts;

import java.time.Duration;
import java.util.List;

import io.lotse.contracts.Doc;

/** What a bottleneck shows in. */
@Doc("What a bottleneck shows in: how a service's latency rose along with that of one that it depends on.")
public record BottleneckEvidence(
        @Doc("The service that holds up the others") String dependency,
        @Doc("From the slow service to the one that holds it up, each depending on the next") List<String> path,
        @Doc("The slow service's latency as it was until lately, seconds") Duration usual,
        @Doc("The slow service's latency now, seconds") Duration now,
        @Doc("The dependency's latency as it was until lately, seconds") Duration dependencyUsual,
        @Doc("The dependency's latency now, seconds") Duration dependencyNow,
        @Doc("The share of the rise that the dependency explains, 0 to 1, if each request calls it once") double share,
        @Doc("How closely the two rise and fall together, -1 to 1 (Spearman)") double correlation,
        @Doc(value = "How many windows of a minute were compared", min = 0) int windows) {}
