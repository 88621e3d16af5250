package io.lotse.reports;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.lotse.contracts.health.HealthReport;
import io.lotse.contracts.reports.ChangeKind;
import io.lotse.contracts.reports.FindingCost;
import io.lotse.contracts.reports.FindingKind;
import io.lotse.contracts.reports.ReportFinding;
import io.lotse.contracts.verdicts.VerdictKind;

/** Instances that are down, or were for long enough; those that flap have a verdict of their own. */
final class DownFinder implements Finder {
    private static final Duration LEAST = Duration.ofSeconds(30);

    @Override
    public List<ReportFinding> find(ServiceData data) {
        Stream<String> ids = Stream.concat(
                data.byInstance().keySet().stream(),
                data.health().stream().filter(Absence::isDown).map(HealthReport::serviceId));
        return ids.distinct()
                .sorted()
                .filter(id -> data.verdicts().stream()
                        .noneMatch(v -> v.kind() == VerdictKind.FLAPPING && id.equals(v.serviceId())))
                .flatMap(id -> find(data, id).stream())
                .toList();
    }

    private static Optional<ReportFinding> find(ServiceData data, String id) {
        Duration absent = Absence.of(data.instance(id)).time();
        boolean down = Absence.isDown(data, id);
        if (!down && absent.compareTo(LEAST) < 0) {
            return Optional.empty();
        }
        Optional<HealthReport> health =
                data.health().stream().filter(h -> h.serviceId().equals(id)).findFirst();
        long alone = data.byInstance().size();
        Found found = Found.of(FindingKind.DOWN, data.name(), id, id + (down ? " is down" : " was down"))
                .on("down", absent.toMillis() / 1_000.0, "s", "health checks: steps by the share that failed")
                .on(
                        "failed checks in a row",
                        health.map(h -> (double) h.consecutiveFailures()).orElse(null),
                        "",
                        "health checks")
                .on("instances", (double) alone, "", "registry");
        FindingCost cost = Cost.failing(
                Math.round(data.instance(id).total(FigureName.ERRORS)),
                Absence.ofAll(data.figures()).time(),
                Absence.usualLoad(data.figures()));
        boolean nobody = !cost.down().isZero();
        if (nobody && alone < 2) {
            found.reckoning("1 instance: while it is down nobody answers, " + Wording.time(cost.down()) + " of "
                            + Wording.time(data.span().length()))
                    .reckoning("2 instances would have to be down at the same time");
        }
        String detail = (down ? "It does not answer its health checks" : "It did not answer its health checks")
                + " for " + Wording.time(absent) + " in all"
                + health.filter(h -> down).map(h -> ": " + h.detail()).orElse("") + ".";
        String change = "see in its log why it ended or hangs"
                + (nobody && alone < 2 ? ", and run 2 instances so that one may fail" : "")
                + "; under lotse run with a restart policy it is started again";
        return Optional.of(
                found.recommend(nobody && alone < 2 ? ChangeKind.REPLICAS_UP : ChangeKind.HOST, change, cost, detail));
    }
}
