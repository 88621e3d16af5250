package io.lotse.contracts.health;

import java.util.List;

import io.lotse.contracts.Doc;

/** The last checks of an instance. */
@Doc("The last checks of an instance that the answering node heard of, a bounded number of them.")
public record HealthHistory(
        @Doc("The instance's id") String serviceId, @Doc("The checks, the oldest first") List<HealthSample> samples) {}
