package io.lotse.reports;

import java.time.Duration;
import java.util.Arrays;

import io.lotse.contracts.health.HealthReport;
import io.lotse.contracts.health.HealthStatus;
import io.lotse.statistics.Curve;

/** For how long an instance or a whole service was not there. */
final class Absence {
    private static final double PERCENT = 100;
    private static final double MILLIS = 1_000;

    private Absence() {}

    /** Of an instance: each step counts by the share of health checks that failed. */
    static Duration of(Figures instance) {
        double steps = Arrays.stream(instance.of(FigureName.UP).values())
                .map(up -> 1 - up / PERCENT)
                .sum();
        return seconds(steps * instance.stepSeconds());
    }

    /** Of a service: the steps in which every check of every instance failed. */
    static Duration ofAll(Figures service) {
        Curve up = service.of(FigureName.UP);
        long steps = Arrays.stream(up.values()).filter(share -> share == 0).count();
        return seconds(steps * service.stepSeconds());
    }

    /** Whether an instance is down now. */
    static boolean isDown(ServiceData data, String serviceId) {
        return data.health().stream()
                .filter(h -> h.serviceId().equals(serviceId))
                .anyMatch(Absence::isDown);
    }

    static boolean isDown(HealthReport report) {
        return report.status() == HealthStatus.DOWN;
    }

    /** Requests a second that the service has while it is there; 0 if not known. */
    static double usualLoad(Figures service) {
        double[] some = Arrays.stream(service.of(FigureName.REQUESTS).values())
                .filter(rate -> rate > 0)
                .toArray();
        return some.length == 0 ? 0 : Figures.percentile(some, 0.5);
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * MILLIS));
    }
}
