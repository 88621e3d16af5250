package io.lotse.reports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.reports.AppliedRecommendation;
import io.lotse.contracts.reports.ChangeEffect;
import io.lotse.contracts.reports.ChangeKind;
import io.lotse.contracts.reports.EffectOutcome;
import io.lotse.contracts.reports.FindingKind;
import io.lotse.contracts.reports.Report;
import io.lotse.contracts.reports.ReportFinding;
import io.lotse.contracts.reports.ReportFormat;
import io.lotse.contracts.reports.ReportSummary;
import io.lotse.contracts.reports.ScalingAdvice;
import io.lotse.contracts.reports.ServiceFigures;
import io.lotse.contracts.verdicts.Match;

import static org.assertj.core.api.Assertions.assertThat;

/** What is written of a report; to write the files anew: {@code -Dlotse.golden.write}. */
class RenderingTest {
    private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");
    private static final Instant TO = Instant.parse("2026-01-31T06:00:00Z");
    private static final String HOSTILE = "=cmd|'/c calc'!A1,\"<script>alert(1)</script>\n[x](javascript:alert(1))|*b*";

    private static Report report(String service) {
        ReportFinding finding = Found.of(FindingKind.SLOW, service, service + " is slow")
                .on(FigureName.P95, 1_100.0, "ms", "series")
                .reckoning("1 100 ms - 500 ms = 600 ms")
                .recommend(ChangeKind.CODE, "look for a lock", Cost.waiting(3_900, 2_340, "500 ms"), "It is slow.");
        AppliedRecommendation applied = new AppliedRecommendation(
                "errors:" + service,
                FindingKind.ERRORS,
                service,
                null,
                "see the log",
                TO.minusSeconds(43_200),
                "anna",
                service);
        ChangeEffect effect = new ChangeEffect(
                applied,
                FigureName.P95,
                EffectOutcome.BETTER,
                Match.LOAD,
                TO.minusSeconds(86_400),
                TO.minusSeconds(43_200),
                TO.minusSeconds(42_900),
                TO,
                1_100.0,
                310.0,
                0.28,
                0.25,
                0.31,
                1e-9,
                72,
                72,
                "better");
        ScalingAdvice scaling = new ScalingAdvice(
                service,
                6,
                3,
                2,
                null,
                "3 are enough",
                List.of("peak: 6 x 20 %"),
                0.2,
                4.8,
                Duration.ofDays(1),
                TO,
                TO.plusSeconds(600));
        ServiceFigures figures = new ServiceFigures(
                service,
                6,
                86_400,
                12,
                Duration.ofMillis(120),
                Duration.ofMillis(1_100),
                Duration.ofMillis(1_400),
                0.2,
                null,
                0.999,
                Duration.ofDays(1));
        ReportSummary summary = new ReportSummary(
                "20260131T060000Z-daily", null, TO.minusSeconds(86_400), TO, TO, "node-1", true, 1, 2_340);
        return new Report(
                summary,
                List.of(figures),
                List.of(finding),
                List.of(effect),
                List.of(scaling),
                List.of(service + ": note"));
    }

    private static Report nothing() {
        ReportSummary summary =
                new ReportSummary("20260131T060000Z-0001", "orders", TO.minusSeconds(3_600), TO, TO, "a", false, 0, 0);
        return new Report(summary, List.of(), List.of(), List.of(), List.of(), List.of());
    }

    @ParameterizedTest
    @EnumSource(
            value = ReportFormat.class,
            names = {"HTML", "MARKDOWN", "CSV"})
    void saysWhatItsGoldenFileSays(ReportFormat format) throws IOException {
        Path file = GOLDEN.resolve("report." + format.suffix());
        String text = Rendering.of(report("orders"), format);
        if (System.getProperty("lotse.golden.write") != null) {
            Files.createDirectories(GOLDEN);
            Files.writeString(file, text);
        }
        assertThat(text).isEqualTo(Files.readString(file));
    }

    @Test
    void asJsonItIsTheReport() {
        Report report = report(HOSTILE);

        String json = Rendering.of(report, ReportFormat.JSON);

        assertThat(ContractCodec.decode(new JsonObject(json), Report.class)).isEqualTo(report);
    }

    @ParameterizedTest
    @EnumSource(ReportFormat.class)
    void nothingToChangeIsAReport(ReportFormat format) {
        String text = Rendering.of(nothing(), format);

        assertThat(text).isNotBlank();
        if (format == ReportFormat.HTML || format == ReportFormat.MARKDOWN) {
            assertThat(text).contains("Nothing to change");
        }
    }

    @Test
    void aNameThatIsMarkupIsNoMarkupOnThePage() {
        String page = Rendering.of(report(HOSTILE), ReportFormat.HTML);

        assertThat(page).doesNotContain("<script", "javascript:alert(1)\"").contains("&lt;script&gt;alert(1)");
        assertThat(page).contains("Content-Security-Policy", "default-src 'none'; style-src 'sha256-");
        // no attribute is made of what comes from outside
        assertThat(Pattern.compile("<[a-z0-9]+ [^>]*cmd").matcher(page).find()).isFalse();
        assertThat(page).doesNotContain("http://", "https://", "<img", "<link");
    }

    @Test
    void aNameThatIsMarkupIsNoMarkupInMarkdown() {
        String text = Rendering.of(report(HOSTILE), ReportFormat.MARKDOWN);

        assertThat(text).doesNotContain("<script>", "\n[x]", " [x]").contains("\\<script\\>", "\\[x\\]", "\\*b\\*");
        // a bar in a name adds no cell
        assertThat(text.lines().filter(line -> line.startsWith("| =cmd")))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.replace("\\|", "").chars().filter(c -> c == '|'))
                        .hasSizeBetween(7, 11));
    }

    @Test
    void aNameThatIsAFormulaIsNoneInATable() {
        String table = Rendering.of(report(HOSTILE), ReportFormat.CSV);

        assertThat(CsvReport.quoted("=1+1")).isEqualTo("'=1+1");
        assertThat(CsvReport.quoted("@SUM(A1)")).isEqualTo("'@SUM(A1)");
        assertThat(CsvReport.quoted("-1")).isEqualTo("'-1");
        assertThat(CsvReport.quoted("a,\"b\"")).isEqualTo("\"a,\"\"b\"\"\"");
        assertThat(CsvReport.quoted("\t=1")).startsWith("'");
        assertThat(table).contains(",\"'=cmd|").doesNotContain(",\"=cmd", ",=cmd");
    }
}
