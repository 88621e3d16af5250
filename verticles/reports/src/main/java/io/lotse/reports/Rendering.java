package io.lotse.reports;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.reports.Report;
import io.lotse.contracts.reports.ReportFormat;

/** Writes reports in the formats there are. */
final class Rendering {
    private Rendering() {}

    static String of(Report report, ReportFormat format) {
        return switch (format) {
            case HTML -> new HtmlReport(report).text();
            case MARKDOWN -> new MarkdownReport(report).text();
            case CSV -> new CsvReport(report).text();
            case JSON -> ContractCodec.encode(report).encodePrettily() + "\n";
        };
    }
}
