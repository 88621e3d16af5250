package io.lotse.observer;

import io.lotse.contracts.health.HealthStatus;

/** What an answer says of the instance. */
record Verdict(HealthStatus status, String detail) {}
