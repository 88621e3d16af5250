package io.lotse.contracts.reports;

import java.time.Instant;

import io.lotse.contracts.Doc;

/** Says that a recommendation was followed. */
@Doc("Says that a recommendation was followed.")
public record RecommendationMark(
        @Doc("The finding's id") String id,
        @Doc("By whom; absent if not told") String by,
        @Doc("What was done; absent if not told") String note,
        @Doc("When it was applied; absent for now") Instant at) {}
