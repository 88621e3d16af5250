package io.lotse.reports;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.lotse.contracts.reports.ChangeKind;
import io.lotse.contracts.reports.FindingKind;
import io.lotse.contracts.reports.ReportFinding;

/** Requests that fail: of the service as a whole, or of one instance if that has most of them. */
final class ErrorFinder implements Finder {
    private static final long FEWEST = 10;
    private static final double LEAST_SHARE = 0.005;
    private static final double MOST_OF_THEM = 0.8;

    @Override
    public List<ReportFinding> find(ServiceData data) {
        long errors = data.errors();
        long requests = data.requests();
        double share = requests == 0 ? 0 : Math.min(1, errors / (double) requests);
        if (errors < FEWEST || share < LEAST_SHARE) {
            return List.of();
        }
        Optional<Map.Entry<String, Figures>> one = data.byInstance().size() < 2
                ? Optional.empty()
                : data.byInstance().entrySet().stream()
                        .max(Comparator.comparingDouble(ErrorFinder::errors))
                        .filter(worst -> errors(worst) >= MOST_OF_THEM * errors);
        String instance = one.map(Map.Entry::getKey).orElse(null);
        String who = instance == null ? data.name() : instance;
        Found found = Found.of(FindingKind.ERRORS, data.name(), instance, who + " fails " + Wording.oneIn(share))
                .on("failed requests", (double) errors, "", "series of the gateways")
                .on("of requests", (double) requests, "", "series of the gateways")
                .on("failed of requests", share * 100, "%", "reckoned");
        one.ifPresent(worst -> found.on("failed requests of " + worst.getKey(), Math.rint(errors(worst)), "", "series")
                .reckoning(Wording.number(errors(worst)) + " of " + Wording.number(errors) + " failed at "
                        + worst.getKey()));
        String detail = Wording.of(errors, "request") + " of " + Wording.number(requests)
                + " were answered 5xx, broke off, timed out or found no connection"
                + (instance == null ? "." : ", most of them at " + instance + ": the others do well.");
        String change = instance == null
                ? "see what the service's log says of these requests"
                : "see what is different about " + instance + ": its log, its version, its host";
        return List.of(found.recommend(
                instance == null ? ChangeKind.CODE : ChangeKind.HOST,
                change,
                Cost.failing(errors, java.time.Duration.ZERO, 0),
                detail));
    }

    private static double errors(Map.Entry<String, Figures> instance) {
        return instance.getValue().total(FigureName.ERRORS);
    }
}
