package io.lotse.contracts.alerts;

import io.lotse.contracts.Doc;

/** Puts the settings of alerts into the ledger as a whole. */
@Doc("Puts the settings of alerts into the ledger as a whole.")
public record AlertSettingsChange(
        @Doc("The settings; absent to remove those of the ledger") AlertSettings settings,
        @Doc("The revision that they must have now, 0 if they must not be there; absent to replace whatever is there")
                Long ifRevision,
        @Doc("Whether only to look for mistakes and change nothing") boolean dryRun) {}
