package io.lotse.reports;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

import io.lotse.contracts.reports.ChangeEffect;
import io.lotse.contracts.reports.Report;
import io.lotse.contracts.reports.ReportFinding;

/**
 * A report as a page that needs nothing else: no script, no image, no font, and a policy that allows nothing but its own style,
 * so that a name that is markup stays a name, and would do nothing if it did not.
 */
final class HtmlReport {
    private static final String STYLE = resource("report.css");

    private final Report report;
    private final StringBuilder text = new StringBuilder();

    HtmlReport(Report report) {
        this.report = report;
    }

    String text() {
        ReportTexts texts = new ReportTexts(report);
        raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-"
                + hash(STYLE) + "'; base-uri 'none'; form-action 'none'\">\n");
        raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        raw("<meta name=\"color-scheme\" content=\"light dark\">\n");
        element("title", texts.title()).raw("<style>" + STYLE + "</style>\n</head>\n<body>\n<main>\n");
        element("h1", texts.title())
                .raw("<p class=\"about\">")
                .say(texts.period())
                .raw("</p>\n");
        element("p", texts.sum());
        findings();
        effects();
        scaling();
        services();
        notes();
        element("h2", "How cost is reckoned").element("p", ReportTexts.HOW_COST);
        raw("</main>\n</body>\n</html>\n");
        return text.toString();
    }

    private void findings() {
        element("h2", "What to change");
        if (report.findings().isEmpty()) {
            raw("<p class=\"well\">").say(ReportTexts.NOTHING).raw("</p>\n");
            return;
        }
        double highest = report.findings().get(0).cost().lostSeconds();
        raw("<ol class=\"findings\">\n");
        for (ReportFinding f : report.findings()) {
            raw("<li>\n<article>\n").element("h3", f.title());
            if (highest > 0) {
                raw("<meter max=\"100\" value=\"" + Math.round(100 * f.cost().lostSeconds() / highest)
                        + "\"></meter>\n");
            }
            raw("<dl>\n");
            term("Cost", ReportTexts.cost(f.cost()));
            term(
                    "Change (" + f.recommendation().kind().wireName().replace('_', ' ') + ")",
                    f.recommendation().change());
            term("Why", f.detail());
            raw("</dl>\n");
            evidence(f);
            raw("<p class=\"id\">").say(f.id()).raw("</p>\n</article>\n</li>\n");
        }
        raw("</ol>\n");
    }

    private void evidence(ReportFinding finding) {
        raw("<details open>\n").element("summary", "The figures it stands on");
        table(List.of("Figure", "Value", "From"));
        finding.evidence().forEach(e -> row(List.of(e.name(), ReportTexts.value(e), e.source())));
        raw("</tbody></table></div>\n");
        if (!finding.recommendation().arithmetic().isEmpty()) {
            raw("<ul class=\"reckoning\">\n");
            finding.recommendation().arithmetic().forEach(step -> element("li", step));
            raw("</ul>\n");
        }
        raw("</details>\n");
    }

    private void effects() {
        if (report.effects().isEmpty()) {
            return;
        }
        element("h2", "What became of what was changed");
        table(List.of("Recommendation", "Applied", "Outcome", "Figure", "Before", "After", "In words"));
        for (ChangeEffect e : report.effects()) {
            String by = e.recommendation().by() == null
                    ? ""
                    : " by " + e.recommendation().by();
            row(List.of(
                    e.recommendation().id(),
                    e.recommendation().appliedAt() + by,
                    e.outcome().wireName().replace('_', ' '),
                    e.metric(),
                    ReportTexts.orDash(e.before()),
                    ReportTexts.orDash(e.after()),
                    e.detail()));
        }
        raw("</tbody></table></div>\n");
    }

    private void scaling() {
        if (report.scaling().isEmpty()) {
            return;
        }
        element("h2", "Instances");
        table(ReportTexts.SCALING_COLUMNS);
        report.scaling().forEach(s -> row(ReportTexts.cells(s)));
        raw("</tbody></table></div>\n");
    }

    private void services() {
        element("h2", "Services");
        table(ReportTexts.SERVICE_COLUMNS);
        report.services().forEach(s -> row(ReportTexts.cells(s)));
        raw("</tbody></table></div>\n");
    }

    private void notes() {
        if (!report.notes().isEmpty()) {
            element("h2", "Not judged").raw("<ul>\n");
            report.notes().forEach(note -> element("li", note));
            raw("</ul>\n");
        }
    }

    private void table(List<String> columns) {
        raw("<div class=\"table\"><table><thead><tr>");
        for (String column : columns) {
            raw("<th scope=\"col\">").say(column).raw("</th>");
        }
        raw("</tr></thead><tbody>\n");
    }

    private void row(List<String> cells) {
        raw("<tr>");
        cells.forEach(cell -> raw("<td>").say(cell).raw("</td>"));
        raw("</tr>\n");
    }

    private void term(String name, String meaning) {
        raw("<dt>").say(name).raw("</dt><dd>").say(meaning).raw("</dd>\n");
    }

    private HtmlReport element(String name, String plain) {
        return raw("<" + name + ">").say(plain).raw("</" + name + ">\n");
    }

    /** Markup of this class. */
    private HtmlReport raw(String markup) {
        text.append(markup);
        return this;
    }

    /** A text from anywhere. */
    private HtmlReport say(String plain) {
        text.append(escape(plain));
        return this;
    }

    static String escape(String plain) {
        StringBuilder escaped = new StringBuilder();
        plain.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(c < 0x20 && c != '\n' && c != '\t' ? ' ' : c);
            }
        });
        return escaped.toString();
    }

    private static String hash(String style) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
