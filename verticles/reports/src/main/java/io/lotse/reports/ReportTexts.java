package io.lotse.reports;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

import io.lotse.contracts.reports.EvidenceFigure;
import io.lotse.contracts.reports.FindingCost;
import io.lotse.contracts.reports.Report;
import io.lotse.contracts.reports.ReportSummary;
import io.lotse.contracts.reports.ScalingAdvice;
import io.lotse.contracts.reports.ServiceFigures;

/** What a report says to people, whatever the format. */
final class ReportTexts {
    static final String NOTHING = "Nothing to change: no figure that was measured calls for it.";
    static final String HOW_COST =
            "Cost is the time that users lost within the period: what they waited beyond the target"
                    + " (reckoned from the p50, p95, p99 and the longest of each step of time, between which latencies grow by equal ratios),"
                    + " " + Wording.number(Cost.RETRY_SECONDS)
                    + " s for each request that failed, until they tried again, and as"
                    + " much for each that would have come while nobody answered. What costs no user anything comes last.";

    /** Of the table of services, as {@link #cells(ServiceFigures)} fills it. */
    static final List<String> SERVICE_COLUMNS = List.of(
            "Service", "Instances", "Requests", "Errors", "p50", "p95", "p99", "CPU at the peak", "Up", "Measured");
    /** Of the table of instances, as {@link #cells(ScalingAdvice)} fills it. */
    static final List<String> SCALING_COLUMNS = List.of("Service", "Now", "Recommended", "At least", "At most", "Why");

    private final ReportSummary summary;

    ReportTexts(Report report) {
        this.summary = report.summary();
    }

    String title() {
        return "Report on " + (summary.service() == null ? "the mesh" : summary.service());
    }

    String period() {
        return "From " + summary.from().truncatedTo(ChronoUnit.SECONDS) + " to "
                + summary.to().truncatedTo(ChronoUnit.SECONDS) + " ("
                + Wording.time(Duration.between(summary.from(), summary.to())) + "), made by " + summary.node()
                + (summary.scheduled() ? " on schedule" : "") + ", " + summary.id();
    }

    String sum() {
        return Wording.of(summary.findings(), "finding") + "; users lost "
                + Wording.time(Duration.ofMillis(Math.round(summary.lostSeconds() * 1_000))) + " in all";
    }

    static String cost(FindingCost cost) {
        return cost.lostSeconds() == 0
                ? cost.arithmetic()
                : Wording.number(cost.lostSeconds()) + " s that users lost: " + cost.arithmetic();
    }

    static String value(EvidenceFigure figure) {
        double value = figure.value();
        String number = value != 0 && Math.abs(value) < 0.005
                ? String.format(java.util.Locale.ROOT, "%.1e", value)
                : Wording.number(value);
        return (number + " " + figure.unit()).strip();
    }

    static String orDash(Double value) {
        return value == null ? "-" : Wording.number(value);
    }

    private static String orDash(Integer value) {
        return value == null ? "-" : value.toString();
    }

    private static String orDash(Duration time) {
        return time == null ? "-" : Wording.millis(time);
    }

    private static String share(Double share) {
        return share == null ? "-" : Wording.percent(share);
    }

    /** Of a row of the table of instances. */
    static List<String> cells(ScalingAdvice s) {
        return List.of(
                s.serviceName(),
                Integer.toString(s.current()),
                orDash(s.recommended()),
                Integer.toString(s.min()),
                orDash(s.max()),
                s.reason());
    }

    /** Of a row of the table of services. */
    static List<String> cells(ServiceFigures s) {
        return List.of(
                s.serviceName(),
                Integer.toString(s.instances()),
                Wording.number(s.requests()),
                Wording.number(s.errors()),
                orDash(s.p50()),
                orDash(s.p95()),
                orDash(s.p99()),
                share(s.cpuPeak()),
                share(s.up()),
                Wording.time(s.measured()));
    }
}
