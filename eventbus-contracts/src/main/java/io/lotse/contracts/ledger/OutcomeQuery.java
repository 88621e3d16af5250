package io.lotse.contracts.ledger;

import io.lotse.contracts.Doc;

/** Asks what became of an earlier transaction. */
@Doc("Asks what became of an earlier transaction.")
public record OutcomeQuery(
        @Doc("The transaction's request id") String requestId,
        @Doc("The transaction's fingerprint, compared if both have one") String fingerprint) {}
