package io.lotse.contracts.health;

import io.lotse.contracts.Doc;

/** The health of an instance became another. */
@Doc("The health of an instance became another.")
public record HealthChange(
        @Doc("The report that made the difference") HealthReport report,
        @Doc("What it was until then") HealthStatus before) {}
