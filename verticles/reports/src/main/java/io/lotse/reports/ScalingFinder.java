package io.lotse.reports;

import java.time.Duration;
import java.util.List;

import io.lotse.contracts.reports.ChangeKind;
import io.lotse.contracts.reports.FindingCost;
import io.lotse.contracts.reports.FindingKind;
import io.lotse.contracts.reports.ReportFinding;
import io.lotse.contracts.reports.ScalingAdvice;

/** Services that have too few instances or too many. */
final class ScalingFinder {
    private static final double PERCENT = 100;

    /** Empty where the number is right or nothing can be said. */
    List<ReportFinding> find(ServiceData data, ScalingAdvice advice) {
        Integer wanted = advice.recommended();
        if (wanted == null || wanted == advice.current()) {
            return List.of();
        }
        boolean more = wanted > advice.current();
        String change = (more ? "run " : "run only ") + wanted + " instances instead of " + advice.current();
        Found found = Found.of(
                        more ? FindingKind.TOO_FEW_INSTANCES : FindingKind.TOO_MANY_INSTANCES,
                        data.name(),
                        data.name() + " needs " + wanted + (more ? " instances" : " instances only"))
                .on("instances", (double) advice.current(), "", "registry")
                .on(
                        "processors used at the peak",
                        advice.cpuPeak() == null ? null : advice.cpuPeak() * PERCENT,
                        "%",
                        "series " + FigureName.CPU + ", p95 of the busiest hour")
                .on("under way at the peak", advice.inFlightPeak(), "", "series " + FigureName.IN_FLIGHT)
                .on("measured", advice.measured().toMinutes() / 60.0, "h", "series");
        advice.arithmetic().forEach(found::reckoning);
        return List.of(found.recommend(
                more ? ChangeKind.REPLICAS_UP : ChangeKind.REPLICAS_DOWN,
                change,
                more ? cost(data, isBusy(advice)) : saving(data, advice.current() - wanted),
                "By what was measured in " + Wording.time(advice.measured()) + ": " + advice.reason() + "."));
    }

    /** Whether a lack of instances makes requests slow now, and not only when one is gone. */
    static boolean isBusy(ScalingAdvice advice) {
        return advice.cpuPeak() == null || advice.cpuPeak() >= ScalingRule.TARGET;
    }

    private static FindingCost cost(ServiceData data, boolean busy) {
        if (!busy) {
            return Cost.none("nothing yet; when one instance is gone, those that are left cannot carry the peak");
        }
        Waiting waiting = Waiting.of(data.figures(), data.targetMillis());
        return Cost.waiting(waiting.requests(), waiting.seconds(), Wording.millis(data.target()));
    }

    private static FindingCost saving(ServiceData data, int instances) {
        Duration saved = data.span().length().multipliedBy(instances);
        return Cost.none("no user; " + Wording.of(instances, "instance") + " x "
                + Wording.time(data.span().length()) + " = " + Wording.number(saved.toMinutes() / 60.0)
                + " h of instances that could be saved");
    }
}
