package io.lotse.contracts.reports;

import java.time.Instant;

import io.lotse.contracts.Doc;

/** A recommendation that somebody followed. */
@Doc("A recommendation that somebody followed.")
public record AppliedRecommendation(
        @Doc("The finding's id") String id,
        @Doc("What was found") FindingKind kind,
        @Doc("The service's name") String serviceName,
        @Doc("The instance's id; absent where it was about the service as a whole") String serviceId,
        @Doc("What was to change, for people") String change,
        @Doc("When it was applied") Instant appliedAt,
        @Doc("By whom; absent if not told") String by,
        @Doc("What was done; absent if not told") String note) {}
