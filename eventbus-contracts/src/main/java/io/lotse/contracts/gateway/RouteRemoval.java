package io.lotse.contracts.gateway;

import io.lotse.contracts.Doc;

/** Removes a route from the ledger. */
@Doc("Removes a route from the ledger.")
public record RouteRemoval(
        @Doc("The route's name") String name,
        @Doc("The revision that it must have now; absent to remove whatever is there") Long ifRevision,
        @Doc("Whether only to say what would be removed") boolean dryRun,
        @Doc("The same key again gets the same answer; absent for none") String idempotencyKey) {}
