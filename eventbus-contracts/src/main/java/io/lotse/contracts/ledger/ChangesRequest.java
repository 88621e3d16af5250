package io.lotse.contracts.ledger;

import io.lotse.contracts.Doc;

/** Asks for the changes behind a revision. */
@Doc("Asks for the changes behind a revision that the node has seen so far.")
public record ChangesRequest(@Doc("The revision that the asker has") long after) {}
