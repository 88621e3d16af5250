package io.lotse.reports;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.lotse.contracts.reports.ChangeKind;
import io.lotse.contracts.reports.FindingKind;
import io.lotse.contracts.reports.ReportFinding;
import io.lotse.contracts.verdicts.VerdictKind;

/** Instances whose memory is nearly all held by what they keep, without a leak: the limit is too low for them. */
final class MemoryFinder implements Finder {
    private static final Duration LEAST_MEASURED = Duration.ofMinutes(30);
    private static final double TOO_FULL = 0.85;
    /** The share that should be held at most, so that there is room for what comes and goes. */
    private static final double WELL = 0.7;

    private static final double PERCENT = 100;

    @Override
    public List<ReportFinding> find(ServiceData data) {
        return data.byInstance().entrySet().stream()
                .filter(i -> data.verdicts().stream()
                        .noneMatch(v -> v.kind() == VerdictKind.MEMORY_LEAK
                                && i.getKey().equals(v.serviceId())))
                .sorted(Map.Entry.comparingByKey())
                .flatMap(i -> find(data, i.getKey(), i.getValue()).stream())
                .toList();
    }

    private static Optional<ReportFinding> find(ServiceData data, String id, Figures figures) {
        Double floor = figures.median(FigureName.MEMORY_FLOOR);
        Double bytes = figures.median(FigureName.MEMORY_BYTES);
        Double percent = figures.median(FigureName.MEMORY);
        if (floor == null
                || bytes == null
                || percent == null
                || percent <= 0
                || figures.measured(FigureName.MEMORY).compareTo(LEAST_MEASURED) < 0) {
            return Optional.empty();
        }
        double limit = bytes * PERCENT / percent;
        double held = floor / limit;
        if (held < TOO_FULL) {
            return Optional.empty();
        }
        double enough = floor / WELL;
        String change = "raise its limit from " + Wording.megabytes(limit) + " to " + Wording.megabytes(enough);
        return Optional.of(Found.of(
                        FindingKind.MEMORY_LIMIT,
                        data.name(),
                        id,
                        id + " holds " + Wording.percent(held) + " of its memory")
                .on(FigureName.MEMORY_FLOOR, floor / 1e6, "MB", "series, the median of the period")
                .on("limit", limit / 1e6, "MB", "series: " + FigureName.MEMORY_BYTES + " by " + FigureName.MEMORY)
                .on("held", held * PERCENT, "%", "reckoned")
                .reckoning(Wording.megabytes(floor) + " held / " + Wording.percent(WELL) + " = "
                        + Wording.megabytes(enough))
                .recommend(
                        ChangeKind.MEMORY_LIMIT,
                        change,
                        Cost.none("nothing yet; beyond the limit it is killed, or collects garbage all the time"),
                        "What it keeps does not grow, but leaves little room for what comes and goes."));
    }
}
