package io.lotse.reports;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.lotse.contracts.health.Breach;
import io.lotse.contracts.health.HealthReport;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.verdicts.Verdict;
import io.lotse.statistics.Millis;

/**
 * All that a report knows of a service over its period.
 *
 * @param name the service's name
 * @param span the period
 * @param active the instances that may get requests now
 * @param counts how many of them there were over time
 * @param figures of the service as a whole
 * @param byInstance of the instances that are registered or were lost, by id, at longer steps
 * @param losses the instances that ended without deregistering within the period
 * @param verdicts that hold or held within the period
 * @param breaches of thresholds within the period, the newest first
 * @param health of the instances as they were checked last
 * @param target what an answer may take
 * @param timeOut how long a gateway waits for the head of an answer
 */
record ServiceData(
        String name,
        Span span,
        List<Instance> active,
        InstanceCounts.Counts counts,
        Figures figures,
        Map<String, Figures> byInstance,
        List<Loss> losses,
        List<Verdict> verdicts,
        List<Breach> breaches,
        List<HealthReport> health,
        Duration target,
        Duration timeOut) {

    double targetMillis() {
        return Millis.of(target);
    }

    /** How many instances are registered. */
    int registered() {
        return (int)
                byInstance.keySet().stream().filter(id -> loss(id).isEmpty()).count();
    }

    /** When an instance was lost; empty if it was not. */
    Optional<Loss> loss(String serviceId) {
        return losses.stream().filter(l -> l.serviceId().equals(serviceId)).findFirst();
    }

    /** For how long nobody is registered any more since an instance was lost: there are no health checks of that time. */
    Duration forsaken() {
        return registered() > 0
                ? Duration.ZERO
                : losses.stream()
                        .map(Loss::at)
                        .max(Instant::compareTo)
                        .map(last -> Duration.between(last, span.to()))
                        .orElse(Duration.ZERO);
    }

    Figures instance(String serviceId) {
        return byInstance.getOrDefault(serviceId, Figures.NONE);
    }

    long requests() {
        return Math.round(figures.total(FigureName.REQUESTS));
    }

    long errors() {
        return Math.round(figures.total(FigureName.ERRORS));
    }
}
