package io.lotse.contracts.ports;

import io.lotse.contracts.Doc;

/** Replaces an environment's configuration. */
@Doc("Replaces an environment's configuration.")
public record ConfigChange(
        @Doc("The whole new configuration") EnvironmentConfig config,
        @Doc("The revision it must have now; absent to replace whatever is there") Long ifRevision,
        @Doc("The same key again gets the same answer; absent for none") String idempotencyKey) {}
