package io.lotse.reports;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.lotse.contracts.health.HealthReport;
import io.lotse.contracts.reports.ChangeKind;
import io.lotse.contracts.reports.FindingCost;
import io.lotse.contracts.reports.FindingKind;
import io.lotse.contracts.reports.ReportFinding;
import io.lotse.contracts.verdicts.VerdictKind;

/** Instances that are down or were for long enough, or that ended for good; those that flap have a verdict of their own. */
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
        Optional<Loss> loss = data.loss(id);
        Duration absent = Absence.of(data.instance(id)).plus(loss.isPresent() ? data.forsaken() : Duration.ZERO);
        boolean down = Absence.isDown(data, id);
        if (!down && loss.isEmpty() && absent.compareTo(LEAST) < 0) {
            return Optional.empty();
        }
        Optional<HealthReport> health =
                data.health().stream().filter(h -> h.serviceId().equals(id)).findFirst();
        int registered = data.registered();
        String title = id + (loss.isPresent() ? " ended and did not come back" : down ? " is down" : " was down");
        Found found = Found.of(FindingKind.DOWN, data.name(), id, title)
                .on("down", absent.toMillis() / 1_000.0, "s", "health checks: steps by the share that failed")
                .on(
                        "failed checks in a row",
                        health.map(h -> (double) h.consecutiveFailures()).orElse(null),
                        "",
                        "health checks")
                .on("instances", (double) registered, "", "registry");
        FindingCost cost = Cost.failing(
                Math.round(data.instance(id).total(FigureName.ERRORS)),
                Absence.ofAll(data.figures()).plus(data.forsaken()),
                Absence.usualLoad(data.figures()));
        boolean nobody = !cost.down().isZero();
        boolean alone = nobody && registered < 2;
        if (alone) {
            found.reckoning("1 instance: while it is down nobody answers, " + Wording.time(cost.down()) + " of "
                            + Wording.time(data.span().length()))
                    .reckoning("2 instances would have to be down at the same time");
        }
        String detail = loss.map(l -> "Its process ended without deregistering, it was taken off at "
                                + l.at().truncatedTo(ChronoUnit.SECONDS) + ". ")
                        .orElse("")
                + (down ? "It does not answer its health checks" : "It did not answer its health checks")
                + " for "
                + Wording.time(absent)
                + (loss.isPresent() && registered == 0 ? " in all, and nobody does in its place" : " in all")
                + health.filter(h -> down).map(h -> ": " + h.detail()).orElse("") + ".";
        String change = "see in its log why it ended or hangs"
                + (alone ? ", and run 2 instances so that one may fail" : "")
                + (loss.isPresent() ? "; if it is not to come back, let it deregister before it ends" : "")
                + "; under lotse run with a restart policy it is started again";
        return Optional.of(found.recommend(alone ? ChangeKind.REPLICAS_UP : ChangeKind.HOST, change, cost, detail));
    }
}
