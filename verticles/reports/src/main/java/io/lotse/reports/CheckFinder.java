package io.lotse.reports;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.lotse.contracts.reports.ChangeKind;
import io.lotse.contracts.reports.FindingKind;
import io.lotse.contracts.reports.ReportFinding;
import io.lotse.statistics.Millis;

/** Health checks that are nearly too slow to count as answered. */
final class CheckFinder implements Finder {
    private static final Duration LEAST_MEASURED = Duration.ofMinutes(30);
    private static final double CLOSE = 0.5;
    private static final double ROOM = 3;

    private final Duration timeOut;

    /** @param timeOut how long a health check may take */
    CheckFinder(Duration timeOut) {
        this.timeOut = timeOut;
    }

    @Override
    public List<ReportFinding> find(ServiceData data) {
        return data.byInstance().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(i -> find(data, i.getKey(), i.getValue()).stream())
                .toList();
    }

    private Optional<ReportFinding> find(ServiceData data, String id, Figures figures) {
        Double peak = figures.peak(FigureName.CHECK_TIME, v -> v);
        double allowed = Millis.of(timeOut);
        if (peak == null
                || peak < CLOSE * allowed
                || figures.measured(FigureName.CHECK_TIME).compareTo(LEAST_MEASURED) < 0) {
            return Optional.empty();
        }
        return Optional.of(Found.of(
                        FindingKind.HEALTH_CHECK, data.name(), id, "health checks of " + id + " are nearly too slow")
                .on(FigureName.CHECK_TIME, peak, "ms", "series, the 95th percentile of the busiest hour")
                .on("time-out of a check", allowed, "ms", "configuration of the observer")
                .reckoning(Wording.millis(peak) + " is " + Wording.percent(peak / allowed) + " of "
                        + Wording.millis(allowed))
                .reckoning("3 x " + Wording.millis(peak) + " = " + Wording.millis(ROOM * peak))
                .recommend(
                        ChangeKind.HEALTH_CHECK,
                        "let its health check do less, or give it a timeout of " + Wording.millis(ROOM * peak)
                                + " in observer_config.json",
                        Cost.none("nothing yet; a check that takes longer counts as failed, and the instance as down"),
                        "A little more load, and an instance that answers requests is taken out of routing."));
    }
}
