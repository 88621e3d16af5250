package io.lotse.reports;

import java.util.List;

import io.lotse.contracts.reports.ChangeKind;
import io.lotse.contracts.reports.FindingKind;
import io.lotse.contracts.reports.ReportFinding;

/** Requests that take longer than they may, again and again: all of them, or the slow end. */
final class SlowFinder implements Finder {
    private static final double FEWEST_REQUESTS = 100;
    private static final double FEWEST_SLOW = 10;
    /** Pauses of a busy machine alone come to one request in seventy. */
    private static final double LEAST_SHARE = 0.02;
    /** Of the stretches with requests: once is no habit. */
    private static final double OFTEN = 0.1;

    private static final String SOURCE = "series of the gateways, the median of the period";

    @Override
    public List<ReportFinding> find(ServiceData data) {
        Figures figures = data.figures();
        Waiting waiting = Waiting.of(figures, data.targetMillis());
        boolean slow = data.requests() >= FEWEST_REQUESTS
                && waiting.requests() >= FEWEST_SLOW
                && waiting.share() >= LEAST_SHARE
                && waiting.lasting() > 0
                && waiting.lasting() >= OFTEN * waiting.of();
        if (!slow) {
            return List.of();
        }
        double p50 = figures.median(FigureName.P50);
        boolean all = p50 > data.targetMillis();
        String target = Wording.millis(data.target());
        Found found = Found.of(
                        FindingKind.SLOW,
                        data.name(),
                        all ? data.name() + " is slow" : data.name() + " is slow for " + Wording.oneIn(waiting.share()))
                .on(FigureName.P50, p50, "ms", SOURCE)
                .on(FigureName.P95, figures.median(FigureName.P95), "ms", SOURCE)
                .on(FigureName.P99, figures.median(FigureName.P99), "ms", SOURCE)
                .on("target", data.targetMillis(), "ms", "threshold of response times")
                .on("requests that took longer", Math.rint(waiting.requests()), "", "reckoned from the percentiles")
                .on("of requests", (double) data.requests(), "", "series of the gateways")
                .reckoning("requests beyond the target: " + Wording.number(waiting.requests()) + " of "
                        + Wording.number(data.requests()) + " = " + Wording.percent(waiting.share()))
                .reckoning("in " + waiting.lasting() + " of " + waiting.of() + " stretches of "
                        + Wording.time(figures.step()) + " or more, several in a row");
        String detail = all
                ? "More than half of the requests take longer than " + target + ": the way that all of them go is slow."
                : Wording.oneIn(waiting.share()) + " takes longer than " + target + ", while half are answered within "
                        + Wording.millis(p50) + ": only some go the slow way.";
        String change = all
                ? "look for what every request does: a query without an index, a call that could be made at the same time"
                        + " as another, an answer that could be kept"
                : "look for what the slow requests have in common: a lock, a full pool, a cache that misses, a retry, one"
                        + " kind of data; a trace of a slow one shows it";
        return List.of(found.recommend(
                ChangeKind.CODE, change, Cost.waiting(waiting.requests(), waiting.seconds(), target), detail));
    }
}
