package io.lotse.reports;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.lotse.contracts.health.Breach;
import io.lotse.contracts.health.BreachLevel;
import io.lotse.contracts.reports.ChangeKind;
import io.lotse.contracts.reports.FindingKind;
import io.lotse.contracts.reports.ReportFinding;

/** Figures that are above their thresholds now. */
final class ThresholdFinder implements Finder {
    @Override
    public List<ReportFinding> find(ServiceData data) {
        Map<String, Breach> newest = new LinkedHashMap<>();
        data.breaches().forEach(b -> newest.putIfAbsent(b.serviceId() + " " + b.path() + " " + b.metric(), b));
        return newest.values().stream()
                .filter(breach -> breach.level() != BreachLevel.OK)
                .filter(breach ->
                        breach.serviceId() == null || data.byInstance().containsKey(breach.serviceId()))
                .map(ThresholdFinder::finding)
                .toList();
    }

    private static ReportFinding finding(Breach breach) {
        String source = breach.level().wireName() + " threshold, since " + breach.at();
        return Found.of(
                        FindingKind.THRESHOLD,
                        breach.serviceName(),
                        breach.serviceId(),
                        who(breach) + ": " + breach.metric() + " is above its threshold")
                // an instance may be above several
                .apart((breach.path() == null ? "" : breach.path() + ":") + breach.metric())
                .on(breach.metric(), breach.value(), unit(breach.metric()), "health check")
                .on("threshold", breach.limit(), unit(breach.metric()), source)
                .recommend(
                        ChangeKind.LOOK,
                        "follow what the threshold says",
                        Cost.none("not known: a threshold alone does not say whom it cost what"),
                        breach.detail());
    }

    /** An instance, or requests for a path of a service. */
    private static String who(Breach breach) {
        return breach.serviceId() != null
                ? breach.serviceId()
                : breach.serviceName() + (breach.path() == null ? "" : " " + breach.path());
    }

    private static String unit(String metric) {
        return metric.endsWith("_ms") ? "ms" : metric.endsWith("_percent") ? "%" : "";
    }
}
