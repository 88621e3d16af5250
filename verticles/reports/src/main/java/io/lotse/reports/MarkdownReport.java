package io.lotse.reports;

import java.util.List;

import io.lotse.contracts.reports.ChangeEffect;
import io.lotse.contracts.reports.EvidenceFigure;
import io.lotse.contracts.reports.Report;
import io.lotse.contracts.reports.ReportFinding;

/** A report as Markdown; whatever comes from outside is escaped, so that a name is a name and no markup. */
final class MarkdownReport {
    private static final String MARKUP = "\\`*[]<>|~&";

    private final Report report;
    private final StringBuilder text = new StringBuilder();

    MarkdownReport(Report report) {
        this.report = report;
    }

    String text() {
        ReportTexts texts = new ReportTexts(report);
        line("# " + escape(texts.title()))
                .line("")
                .line(escape(texts.period()) + "  ")
                .line(escape(texts.sum()))
                .line("");
        findings();
        if (!report.effects().isEmpty()) {
            line("## What became of what was changed").line("");
            table(List.of("Recommendation", "Outcome", "Figure", "Before", "After", "In words"));
            report.effects().forEach(this::effect);
            line("");
        }
        if (!report.scaling().isEmpty()) {
            line("## Instances").line("");
            table(ReportTexts.SCALING_COLUMNS);
            report.scaling().forEach(s -> row(ReportTexts.cells(s)));
            line("");
        }
        line("## Services").line("");
        table(ReportTexts.SERVICE_COLUMNS);
        report.services().forEach(s -> row(ReportTexts.cells(s)));
        line("");
        if (!report.notes().isEmpty()) {
            line("## Not judged").line("");
            report.notes().forEach(note -> line("- " + escape(note)));
            line("");
        }
        line("## How cost is reckoned").line("").line(escape(ReportTexts.HOW_COST));
        return text.toString();
    }

    private void findings() {
        line("## What to change").line("");
        if (report.findings().isEmpty()) {
            line(ReportTexts.NOTHING).line("");
        }
        int rank = 1;
        for (ReportFinding f : report.findings()) {
            line("### " + rank++ + ". " + escape(f.title())).line("");
            line("- **Cost:** " + escape(ReportTexts.cost(f.cost())));
            line("- **Change (" + f.recommendation().kind().wireName().replace('_', ' ') + "):** "
                    + escape(f.recommendation().change()));
            line("- **Why:** " + escape(f.detail()));
            evidence(f.evidence());
            f.recommendation().arithmetic().forEach(step -> line("- *Reckoning:* " + escape(step)));
            line("- **Id:** " + escape(f.id())).line("");
        }
    }

    private void evidence(List<EvidenceFigure> evidence) {
        evidence.forEach(e -> line(
                "- *" + escape(e.name()) + ":* " + escape(ReportTexts.value(e)) + " (" + escape(e.source()) + ")"));
    }

    private void effect(ChangeEffect e) {
        row(List.of(
                e.recommendation().id(),
                e.outcome().wireName().replace('_', ' '),
                e.metric(),
                ReportTexts.orDash(e.before()),
                ReportTexts.orDash(e.after()),
                e.detail()));
    }

    private void table(List<String> columns) {
        row(columns);
        line("|" + " --- |".repeat(columns.size()));
    }

    private void row(List<String> cells) {
        StringBuilder row = new StringBuilder("|");
        for (String cell : cells) {
            row.append(' ').append(escape(cell)).append(" |");
        }
        line(row.toString());
    }

    private MarkdownReport line(String line) {
        text.append(line).append('\n');
        return this;
    }

    /** What follows a mark of this class cannot begin a heading or a list: only what is markup within a line is escaped. */
    static String escape(String plain) {
        StringBuilder escaped = new StringBuilder();
        int[] points = plain.codePoints().toArray();
        for (int i = 0; i < points.length; i++) {
            int c = points[i];
            if (c < 0x20 || c == 0x7f || c == 0x2028 || c == 0x2029 || c == 0x85) {
                escaped.append(' ');
                continue;
            }
            boolean withinWord = i > 0
                    && i + 1 < points.length
                    && Character.isLetterOrDigit(points[i - 1])
                    && Character.isLetterOrDigit(points[i + 1]);
            if (MARKUP.indexOf(c) >= 0 || (c == '_' && !withinWord)) {
                escaped.append('\\');
            }
            escaped.appendCodePoint(c);
        }
        return escaped.toString();
    }
}
