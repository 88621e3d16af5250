package io.lotse.contracts.reports;

import io.lotse.contracts.Doc;

/** Asks for a report that is kept, written in a format. */
@Doc("Asks for a report that is kept, written in a format.")
public record ReportRendering(@Doc("The report's id") String id, @Doc("How it is written") ReportFormat format) {}
