package io.lotse.contracts.health;

import io.lotse.contracts.Doc;

/** Asks for the last checks of an instance. */
@Doc("Asks for the last checks of an instance.")
public record HealthHistoryQuery(@Doc("The instance's id") String serviceId) {}
