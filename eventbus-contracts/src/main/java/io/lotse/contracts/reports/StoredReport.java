package io.lotse.contracts.reports;

import io.lotse.contracts.Doc;

/** A report as the ledger keeps it. */
@Doc("A report as the ledger keeps it.")
public record StoredReport(
        @Doc("What it is about") ReportSummary summary, @Doc("The report as JSON, gzip, base64") String content) {}
