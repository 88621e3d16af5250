package io.lotse.reports;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.lotse.contracts.reports.FindingKind;
import io.lotse.contracts.reports.ReportFinding;
import io.lotse.contracts.reports.ScalingAdvice;
import io.lotse.contracts.reports.ServiceFigures;
import io.lotse.statistics.Curve;
import io.lotse.statistics.Millis;
import io.lotse.statistics.Order;

/** Looks at one service after the other: what each finder found, without what another explains better. */
final class Analyst {
    /** The costliest first. */
    static final Comparator<ReportFinding> BY_COST = Comparator.comparingDouble(
                    (ReportFinding f) -> -f.cost().lostSeconds())
            .thenComparing(ReportFinding::kind)
            .thenComparing(ReportFinding::id);

    /** Each says why a service is slow. */
    private static final Set<FindingKind> REASONS_TO_BE_SLOW =
            EnumSet.of(FindingKind.LATENCY_REGRESSION, FindingKind.BOTTLENECK, FindingKind.SATURATION);

    /** Each says why requests fail. */
    private static final Set<FindingKind> REASONS_TO_FAIL =
            EnumSet.of(FindingKind.DOWN, FindingKind.FLAPPING, FindingKind.TIME_OUT);

    private final List<Finder> finders;
    private final ScalingFinder scaling = new ScalingFinder();

    /** @param checkTimeOut how long a health check may take */
    Analyst(Duration checkTimeOut) {
        finders = List.of(
                new SlowFinder(),
                new ErrorFinder(),
                new DownFinder(),
                new VerdictFinder(),
                new LeakFinder(),
                new MemoryFinder(),
                new TimeOutFinder(),
                new CheckFinder(checkTimeOut),
                new ThresholdFinder());
    }

    /**
     * The costliest first.
     *
     * @param advice null where no instance is active: one that died is found all the same
     */
    List<ReportFinding> findings(ServiceData data, ScalingAdvice advice) {
        List<ReportFinding> all = new ArrayList<>();
        finders.forEach(finder -> all.addAll(finder.find(data)));
        if (advice != null) {
            all.addAll(scaling.find(data, advice));
        }
        boolean busy = advice != null && ScalingFinder.isBusy(advice);
        return all.stream()
                .filter(finding -> !isExplained(finding, all, busy))
                .sorted(BY_COST)
                .toList();
    }

    /** @param busy whether a lack of instances, if there is one, makes requests slow now */
    private static boolean isExplained(ReportFinding finding, List<ReportFinding> all, boolean busy) {
        Stream<ReportFinding> others = all.stream().filter(other -> other != finding);
        return switch (finding.kind()) {
            case SLOW ->
                others.anyMatch(other -> REASONS_TO_BE_SLOW.contains(other.kind())
                        || (busy && other.kind() == FindingKind.TOO_FEW_INSTANCES));
            case ERRORS ->
                others.anyMatch(other -> REASONS_TO_FAIL.contains(other.kind())
                        && other.cost().errors() * 2 >= finding.cost().errors());
            // the same busy processors
            case TOO_FEW_INSTANCES -> others.anyMatch(other -> other.kind() == FindingKind.SATURATION);
            case THRESHOLD ->
                others.anyMatch(other -> other.kind() != FindingKind.THRESHOLD
                        && other.kind() != FindingKind.TOO_MANY_INSTANCES
                        && (other.serviceId() == null || other.serviceId().equals(finding.serviceId())));
            default -> false;
        };
    }

    /** How the service did. */
    static ServiceFigures figures(ServiceData data) {
        Figures figures = data.figures();
        Curve up = figures.of(FigureName.UP);
        return new ServiceFigures(
                data.name(),
                data.active().size(),
                data.requests(),
                data.errors(),
                millis(figures.median(FigureName.P50)),
                millis(figures.median(FigureName.P95)),
                millis(figures.median(FigureName.P99)),
                figures.peak(FigureName.CPU, v -> v / 100),
                figures.peak(FigureName.MEMORY, v -> v / 100),
                up.isEmpty() ? null : Double.valueOf(Order.mean(up.values()) / 100),
                figures.measured());
    }

    private static Duration millis(Double millis) {
        return millis == null ? null : Millis.time(millis);
    }
}
