package io.lotse.contracts.reports;

import io.lotse.contracts.Doc;

/** A figure that a finding stands on. */
@Doc("A figure that a finding stands on.")
public record EvidenceFigure(
        @Doc("What it is") String name,
        @Doc("How much") double value,
        @Doc("In what, such as ms, % or MB; empty for a bare number") String unit,
        @Doc("Where it is from: a series, a verdict, a threshold, the registry") String source) {}
