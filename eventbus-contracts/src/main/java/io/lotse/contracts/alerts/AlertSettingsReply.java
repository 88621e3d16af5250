package io.lotse.contracts.alerts;

import io.lotse.contracts.Doc;

/** The settings of alerts with where they come from. */
@Doc("The settings of alerts with where they come from.")
public record AlertSettingsReply(
        @Doc("The settings") AlertSettings settings,
        @Doc("defaults, file or ledger") AlertSettingsSource source,
        @Doc("The ledger's revision that put them; 0 for those that are not in the ledger") long revision,
        @Doc("What is wrong with settings that were not taken; absent where nothing is") String refused,
        @Doc("The rules and inhibitions that Lotse comes with") AlertSettings builtIn) {}
