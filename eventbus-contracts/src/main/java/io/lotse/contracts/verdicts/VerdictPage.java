package io.lotse.contracts.verdicts;

import java.util.List;

import io.lotse.contracts.Doc;

/** A page of verdicts. */
@Doc("A page of verdicts.")
public record VerdictPage(
        @Doc("The verdicts, the newest first") List<Verdict> items,
        @Doc("Where the next page begins; absent on the last") String next) {}
