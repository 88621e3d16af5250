package io.lotse.contracts.reports;

import java.util.List;

import io.lotse.contracts.Doc;

/** A page of reports. */
@Doc("A page of reports.")
public record ReportPage(
        @Doc("The reports, the newest first") List<ReportSummary> items,
        @Doc("Where the next page begins; absent on the last") String next) {}
