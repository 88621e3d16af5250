package io.lotse.contracts.reports;

import io.lotse.contracts.Doc;

/** A report, written in a format. */
@Doc("A report, written in a format.")
public record RenderedReport(
        @Doc("The report's id") String id,
        @Doc("How it is written") ReportFormat format,
        @Doc("The text") String content) {}
