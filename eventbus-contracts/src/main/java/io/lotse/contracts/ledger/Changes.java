package io.lotse.contracts.ledger;

import java.util.List;

import io.lotse.contracts.Doc;

/** The changes between two revisions. */
@Doc("All changes behind one revision up to another; never a part of a revision.")
public record Changes(
        @Doc("The revision before the first change") long after,
        @Doc("The last revision that is covered") long revision,
        @Doc("The changes, by revision") List<Change> changes) {}
