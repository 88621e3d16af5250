package io.lotse.contracts.reports;

import io.lotse.contracts.Doc;

/** Asks for a report that is kept. */
@Doc("Asks for a report that is kept.")
public record ReportLookup(@Doc("The report's id") String id) {}
