package io.lotse.contracts.ledger;

import java.util.List;

import io.lotse.contracts.Doc;

/** A page of keys, all as of one revision. */
@Doc("A page of keys, all as of one revision. Pages asked for one after the other may be of different revisions.")
public record RangePage(
        @Doc("The entries, by key") List<Entry> entries,
        @Doc("The revision they are of") long revision,
        @Doc("Where the next page begins, to be given as after; absent on the last page") String next) {}
