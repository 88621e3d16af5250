package io.lotse.contracts.health;

import java.util.Map;

import io.lotse.contracts.Doc;

/** Puts the thresholds of the whole mesh into the ledger. */
@Doc("Puts the thresholds of the whole mesh into the ledger, in place of those that are there.")
public record ThresholdsChange(
        @Doc("All of them: defaults and services, written as in observer_config.json") Map<String, Object> settings,
        @Doc("The revision that they must have now, 0 if there must be none; absent to replace whatever is there")
                Long ifRevision,
        @Doc("Whether only to look for mistakes and change nothing") boolean dryRun,
        @Doc("The same key again gets the same answer; absent for none") String idempotencyKey) {
    public ThresholdsChange {
        settings = settings == null ? Map.of() : settings;
    }
}
