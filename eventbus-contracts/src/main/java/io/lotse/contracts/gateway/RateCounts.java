package io.lotse.contracts.gateway;

import java.util.List;

import io.lotse.contracts.Doc;

/** What a gateway let through since it told the others last. */
@Doc("What a gateway let through since it told the others last, so that all of them count the same.")
public record RateCounts(
        @Doc("The id of the gateway that tells, new at each start") String gateway,
        @Doc("The counts") List<RateCount> counts) {

    public RateCounts {
        counts = counts == null ? List.of() : List.copyOf(counts);
    }
}
