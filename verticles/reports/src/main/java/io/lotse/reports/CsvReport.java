package io.lotse.reports;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import io.lotse.contracts.reports.ChangeEffect;
import io.lotse.contracts.reports.EvidenceFigure;
import io.lotse.contracts.reports.Report;
import io.lotse.contracts.reports.ReportFinding;
import io.lotse.contracts.reports.ScalingAdvice;

/**
 * A report as a table for spreadsheets (RFC 4180): a row for each finding, each effect and each service's number of instances.
 * A text that a spreadsheet would take for a formula has an apostrophe in front.
 */
final class CsvReport {
    private static final String END = "\r\n";
    private static final String FORMULA = "=+-@\t\r\n";
    private static final String[] HEADER = {
        "section", "id", "kind", "service", "instance", "title", "detail", "lost_seconds", "requests", "errors",
        "down_seconds", "cost", "change_kind", "change", "arithmetic", "evidence", "outcome", "before", "after",
                "ratio",
        "ratio_low", "ratio_high", "chance", "current", "recommended", "min", "max"
    };

    private final Report report;
    private final StringBuilder text = new StringBuilder();

    CsvReport(Report report) {
        this.report = report;
    }

    String text() {
        text.append(String.join(",", HEADER)).append(END);
        report.findings().forEach(this::finding);
        report.effects().forEach(this::effect);
        report.scaling().forEach(this::scaling);
        return text.toString();
    }

    private void finding(ReportFinding f) {
        Row row = new Row("finding");
        row.texts(1, f.id(), f.kind().wireName(), f.serviceName(), f.serviceId(), f.title(), f.detail());
        row.number(7, f.cost().lostSeconds());
        row.number(8, (double) f.cost().requests());
        row.number(9, (double) f.cost().errors());
        row.number(10, f.cost().down().toMillis() / 1_000.0);
        row.texts(
                11,
                f.cost().arithmetic(),
                f.recommendation().kind().wireName(),
                f.recommendation().change());
        row.texts(14, String.join("; ", f.recommendation().arithmetic()), evidence(f.evidence()));
        row.end();
    }

    private void effect(ChangeEffect e) {
        Row row = new Row("effect");
        row.texts(
                1,
                e.recommendation().id(),
                e.recommendation().kind().wireName(),
                e.recommendation().serviceName(),
                e.recommendation().serviceId(),
                e.metric(),
                e.detail());
        row.texts(13, e.recommendation().change());
        row.texts(16, e.outcome().wireName());
        row.numbers(17, e.before(), e.after(), e.ratio(), e.ratioLow(), e.ratioHigh(), e.chance());
        row.end();
    }

    private void scaling(ScalingAdvice s) {
        Row row = new Row("scaling");
        row.texts(3, s.serviceName());
        row.texts(6, s.reason());
        row.texts(14, String.join("; ", s.arithmetic()));
        row.numbers(23, (double) s.current(), number(s.recommended()), (double) s.min(), number(s.max()));
        row.end();
    }

    private static Double number(Integer value) {
        return value == null ? null : Double.valueOf(value);
    }

    private static String evidence(List<EvidenceFigure> evidence) {
        return evidence.stream()
                .map(e -> (e.name() + " = " + Wording.number(e.value()) + " " + e.unit()).strip())
                .collect(Collectors.joining("; "));
    }

    private final class Row {
        private final String[] cells = new String[HEADER.length];

        Row(String section) {
            Arrays.fill(cells, "");
            cells[0] = section;
        }

        void texts(int first, String... texts) {
            for (int i = 0; i < texts.length; i++) {
                cells[first + i] = texts[i] == null ? "" : quoted(texts[i]);
            }
        }

        void number(int index, Double value) {
            if (value != null && Double.isFinite(value)) {
                cells[index] = value == Math.rint(value) && Math.abs(value) < 1e15
                        ? Long.toString(Math.round(value))
                        : String.format(Locale.ROOT, "%.6g", value);
            }
        }

        void numbers(int first, Double... values) {
            for (int i = 0; i < values.length; i++) {
                number(first + i, values[i]);
            }
        }

        void end() {
            text.append(String.join(",", cells)).append(END);
        }
    }

    static String quoted(String cell) {
        String safe = !cell.isEmpty() && FORMULA.indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
        boolean plain = safe.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r' || c == ';');
        return plain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }
}
