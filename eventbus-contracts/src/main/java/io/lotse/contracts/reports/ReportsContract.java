package io.lotse.contracts.reports;

import java.time.Duration;
import java.util.Set;

import io.lotse.contracts.Empty;
import io.lotse.contracts.EventType;
import io.lotse.contracts.Operation;
import io.lotse.contracts.ProblemCode;

/** What the reports room can be asked, and what it tells. Every node answers; reports are kept in the ledger. */
public final class ReportsContract {
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(8);
    /** A mesh has many services, and each is looked at. */
    private static final Duration MAKING_TIMEOUT = Duration.ofSeconds(60);

    public static final Operation<ReportRequest, Report> CREATE_REPORT = new Operation<>(
            "lotse.reports.create.v1",
            ReportRequest.class,
            Report.class,
            "Makes a report and keeps it in the ledger, in place of the oldest where there are many",
            MAKING_TIMEOUT,
            Set.of(ProblemCode.UNKNOWN_SERVICE, ProblemCode.LEDGER_UNAVAILABLE));

    public static final Operation<ReportQuery, ReportPage> REPORTS = new Operation<>(
            "lotse.reports.list.v1",
            ReportQuery.class,
            ReportPage.class,
            "Lists the reports that are kept, the newest first",
            READ_TIMEOUT,
            Set.of());

    public static final Operation<ReportLookup, Report> REPORT = new Operation<>(
            "lotse.reports.read.v1",
            ReportLookup.class,
            Report.class,
            "Reads a report that is kept",
            READ_TIMEOUT,
            Set.of(ProblemCode.UNKNOWN_REPORT));

    public static final Operation<ReportRendering, RenderedReport> RENDERED_REPORT = new Operation<>(
            "lotse.reports.render.v1",
            ReportRendering.class,
            RenderedReport.class,
            "Writes a report that is kept as a page, Markdown, a table or JSON",
            READ_TIMEOUT,
            Set.of(ProblemCode.UNKNOWN_REPORT));

    public static final Operation<RecommendationMark, AppliedRecommendation> MARK_APPLIED = new Operation<>(
            "lotse.reports.mark-applied.v1",
            RecommendationMark.class,
            AppliedRecommendation.class,
            "Notes that a recommendation was followed, so that later reports measure what became of it",
            WRITE_TIMEOUT,
            Set.of(ProblemCode.UNKNOWN_RECOMMENDATION, ProblemCode.LEDGER_UNAVAILABLE));

    public static final Operation<RecommendationWithdrawal, AppliedRecommendation> WITHDRAW = new Operation<>(
            "lotse.reports.withdraw.v1",
            RecommendationWithdrawal.class,
            AppliedRecommendation.class,
            "Notes that a recommendation was not followed after all, and tells what was noted",
            WRITE_TIMEOUT,
            Set.of(ProblemCode.UNKNOWN_RECOMMENDATION, ProblemCode.LEDGER_UNAVAILABLE));

    public static final Operation<Empty, AppliedList> APPLIED = new Operation<>(
            "lotse.reports.applied.v1",
            Empty.class,
            AppliedList.class,
            "Lists the recommendations that were followed, the newest first",
            READ_TIMEOUT,
            Set.of());

    public static final Operation<ScalingQuery, ScalingList> SCALING = new Operation<>(
            "lotse.reports.scaling.v1",
            ScalingQuery.class,
            ScalingList.class,
            "Tells how many instances services should have, from the last day; reckoned anew at most once a minute",
            MAKING_TIMEOUT,
            Set.of(ProblemCode.UNKNOWN_SERVICE));

    public static final EventType<ReportSummary> REPORT_MADE = new EventType<>(
            "ReportMade",
            "lotse.reports.report-made.v1",
            ReportSummary.class,
            EventType.Reach.MESH,
            "A report was made and is kept");

    private ReportsContract() {}
}
