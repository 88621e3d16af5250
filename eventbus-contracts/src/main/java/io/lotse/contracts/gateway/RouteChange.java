package io.lotse.contracts.gateway;

import io.lotse.contracts.Doc;

/** Puts a route into the ledger. */
@Doc("Puts a route into the ledger, in place of one with the same name.")
public record RouteChange(
        @Doc("The whole route") RouteDefinition route,
        @Doc("The revision that it must have now, 0 if it must not be there; absent to replace whatever is there")
                Long ifRevision,
        @Doc("Whether only to look for mistakes and change nothing") boolean dryRun,
        @Doc("The same key again gets the same answer; absent for none") String idempotencyKey) {}
