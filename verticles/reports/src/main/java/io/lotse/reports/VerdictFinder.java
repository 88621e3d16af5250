package io.lotse.reports;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.lotse.contracts.reports.ChangeKind;
import io.lotse.contracts.reports.FindingCost;
import io.lotse.contracts.reports.FindingKind;
import io.lotse.contracts.reports.ReportFinding;
import io.lotse.contracts.verdicts.AnomalyEvidence;
import io.lotse.contracts.verdicts.BottleneckEvidence;
import io.lotse.contracts.verdicts.FlappingEvidence;
import io.lotse.contracts.verdicts.RegressionEvidence;
import io.lotse.contracts.verdicts.SaturationEvidence;
import io.lotse.contracts.verdicts.Verdict;
import io.lotse.contracts.verdicts.VerdictKind;
import io.lotse.statistics.Millis;

/** What was judged already: each verdict with what it cost. A leak has a finder of its own. */
final class VerdictFinder implements Finder {
    private static final String VERDICT = "verdict";
    private static final double PERCENT = 100;

    @Override
    public List<ReportFinding> find(ServiceData data) {
        List<ReportFinding> found = new ArrayList<>();
        for (Verdict verdict : data.verdicts()) {
            if (verdict.kind() == VerdictKind.LATENCY_REGRESSION && verdict.regression() != null) {
                found.add(regression(data, verdict, verdict.regression()));
            } else if (verdict.kind() == VerdictKind.BOTTLENECK && verdict.bottleneck() != null) {
                found.add(bottleneck(data, verdict, verdict.bottleneck()));
            } else if (verdict.kind() == VerdictKind.SATURATION && verdict.saturation() != null) {
                found.add(saturation(data, verdict, verdict.saturation()));
            } else if (verdict.kind() == VerdictKind.FLAPPING && verdict.flapping() != null) {
                found.add(flapping(data, verdict, verdict.flapping()));
            } else if (verdict.kind() == VerdictKind.ANOMALY && verdict.anomaly() != null) {
                found.add(anomaly(verdict, verdict.anomaly()));
            }
        }
        return found;
    }

    private static ReportFinding regression(ServiceData data, Verdict verdict, RegressionEvidence e) {
        double requests = data.figures().total(FigureName.REQUESTS, data.span().since(e.deployedAt()));
        String version = e.versionAfter() == null ? "the version of " + e.deployedAt() : "version " + e.versionAfter();
        String before = e.versionBefore() == null ? "the version before" : e.versionBefore();
        return Found.of(
                        FindingKind.LATENCY_REGRESSION,
                        verdict.serviceName(),
                        verdict.serviceId(),
                        version + " of " + verdict.serviceName() + " is slower")
                .on("latency before", Millis.of(e.before()), "ms", VERDICT)
                .on("latency since", Millis.of(e.after()), "ms", VERDICT)
                .on("ratio", e.ratio(), "", VERDICT + ", Hodges-Lehmann")
                .on("ratio, at least", e.ratioLow(), "", "its 95 % interval")
                .on("ratio, at most", e.ratioHigh(), "", "its 95 % interval")
                .on("chance", e.chance(), "", "Mann-Whitney")
                .recommend(
                        ChangeKind.CODE,
                        "go back to " + before + ", or find what it does that " + version + " does more slowly",
                        slower(requests, e.after().minus(e.before()), "what it took before"),
                        verdict.detail());
    }

    private static ReportFinding bottleneck(ServiceData data, Verdict verdict, BottleneckEvidence e) {
        double requests = requestsWhile(data, verdict, Duration.ofMinutes(e.windows()));
        double extra = e.now().minus(e.usual()).toNanos() / 1e9 * e.share();
        return Found.of(
                        FindingKind.BOTTLENECK,
                        verdict.serviceName(),
                        verdict.serviceId(),
                        verdict.serviceName() + " waits for " + e.dependency())
                .on("latency", Millis.of(e.now()), "ms", VERDICT)
                .on("usual latency", Millis.of(e.usual()), "ms", VERDICT)
                .on("latency of " + e.dependency(), Millis.of(e.dependencyNow()), "ms", VERDICT)
                .on("usual latency of " + e.dependency(), Millis.of(e.dependencyUsual()), "ms", VERDICT)
                .on("share explained", e.share() * PERCENT, "%", VERDICT)
                .on("correlation", e.correlation(), "", "Spearman")
                .reckoning(String.join(" -> ", e.path()))
                .recommend(
                        ChangeKind.DEPENDENCY,
                        "make " + e.dependency() + " faster, or call it less: keep its answers, ask for many at once",
                        Cost.waiting(requests, requests * extra, "the usual"),
                        verdict.detail());
    }

    private static ReportFinding saturation(ServiceData data, Verdict verdict, SaturationEvidence e) {
        double requests = requestsWhile(data, verdict, e.lasted());
        boolean pool = !"cpu".equals(e.resource()) && !FigureName.CPU.equals(e.resource());
        double factor = e.used() / ScalingRule.TARGET;
        Found found = Found.of(
                        FindingKind.SATURATION,
                        verdict.serviceName(),
                        verdict.serviceId(),
                        verdict.serviceName() + " has used up its " + e.resource())
                .on("used", e.used() * PERCENT, "%", VERDICT)
                .on("latency", Millis.of(e.latency()), "ms", VERDICT)
                .on("latency with room", Millis.of(e.latencyWithRoom()), "ms", VERDICT)
                .on("ratio", e.ratio(), "", VERDICT)
                .on("lasted", e.lasted().toSeconds() / 1.0, "s", VERDICT)
                .reckoning(Wording.percent(e.used()) + " used / " + Wording.percent(ScalingRule.TARGET) + " wanted = "
                        + Wording.number(factor) + " times as much");
        return found.recommend(
                pool ? ChangeKind.POOL : ChangeKind.REPLICAS_UP,
                pool
                        ? "make the pool of " + e.resource() + " " + Wording.number(factor)
                                + " times as large if what is behind it can take that, or hold what is in it for a shorter time"
                        : "run " + Wording.number(factor) + " times as many instances, or find what is busy",
                slower(requests, e.latency().minus(e.latencyWithRoom()), "what it takes with room"),
                verdict.detail());
    }

    private static ReportFinding flapping(ServiceData data, Verdict verdict, FlappingEvidence e) {
        long errors = Math.round(data.instance(verdict.serviceId()).total(FigureName.ERRORS));
        FindingCost cost = Cost.failing(errors, Absence.ofAll(data.figures()), Absence.usualLoad(data.figures()));
        return Found.of(
                        FindingKind.FLAPPING,
                        verdict.serviceName(),
                        verdict.serviceId(),
                        verdict.serviceId() + " goes down again and again")
                .on("times", (double) e.times(), "", VERDICT)
                .on("of them restarts", (double) e.restarts(), "", VERDICT)
                .on("within", e.window().toSeconds() / 1.0, "s", VERDICT)
                .on("down each time", e.down() == null ? null : e.down().toMillis() / 1_000.0, "s", VERDICT)
                .on("up in between", e.up() == null ? null : e.up().toMillis() / 1_000.0, "s", VERDICT)
                .on("failed requests", (double) errors, "", "series of the gateways")
                .reckoning(e.times() + " times in " + Wording.time(e.window()) + ": every "
                        + Wording.time(e.window().dividedBy(Math.max(1, e.times()))))
                .recommend(
                        e.restarts() * 2 > e.times() ? ChangeKind.HOST : ChangeKind.HEALTH_CHECK,
                        e.restarts() * 2 > e.times()
                                ? "see in its log why its process ends each time"
                                : "its process lives on: see what holds its health check up, or raise the number of failures"
                                        + " until it counts as down",
                        cost,
                        verdict.detail());
    }

    private static ReportFinding anomaly(Verdict verdict, AnomalyEvidence e) {
        return Found.of(
                        FindingKind.ANOMALY,
                        verdict.serviceName(),
                        verdict.serviceId(),
                        (verdict.serviceId() == null ? verdict.serviceName() : verdict.serviceId()) + ": " + e.metric()
                                + " is not what it usually is")
                .on(e.metric(), e.value(), "", VERDICT)
                .on("usual", e.usual(), "", VERDICT)
                .on("usual, at least", e.usualLow(), "", VERDICT)
                .on("usual, at most", e.usualHigh(), "", VERDICT)
                .on("days compared", (double) e.days(), "", VERDICT)
                .recommend(
                        ChangeKind.LOOK,
                        "look who asks more or less than usual, and why",
                        Cost.none("not known: what is unusual need not cost anybody anything"),
                        verdict.detail());
    }

    private static FindingCost slower(double requests, Duration by, String beyond) {
        return Cost.waiting(requests, requests * Math.max(0, by.toNanos() / 1e9), beyond);
    }

    /** From when it began, by what the verdict looked at, until it ended. */
    private static double requestsWhile(ServiceData data, Verdict verdict, Duration looked) {
        Instant end = verdict.ended() == null ? data.span().to() : verdict.ended();
        Span whole = data.span().since(verdict.since().minus(looked));
        return data.figures()
                .total(FigureName.REQUESTS, new Span(whole.from(), end.isBefore(whole.from()) ? whole.from() : end));
    }
}
