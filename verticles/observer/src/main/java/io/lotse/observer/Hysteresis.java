package io.lotse.observer;

import java.time.Instant;

import io.lotse.contracts.health.HealthReport;
import io.lotse.contracts.health.HealthStatus;
import io.lotse.contracts.registry.Instance;

/** Slow to call an instance down, quick to call it up: one lost answer says little, one good answer says much. */
final class Hysteresis {
    private final int failuresUntilDown;
    private final String node;

    Hysteresis(int failuresUntilDown, String node) {
        this.failuresUntilDown = failuresUntilDown;
        this.node = node;
    }

    /** @param before null where the instance was never checked */
    HealthReport next(Instance instance, HealthReport before, Finding finding, Instant now) {
        int failures = finding.isFailure() ? failuresOf(before) + 1 : 0;
        HealthStatus status = finding.isFailure() && failures < failuresUntilDown ? statusOf(before) : finding.status();
        boolean changed = before == null || status != before.status();
        return new HealthReport(
                instance.serviceId(),
                instance.serviceName(),
                status,
                finding.latency(),
                finding.httpStatus(),
                finding.detail(),
                now,
                failures,
                changed ? now : before.since(),
                node,
                finding.vitals());
    }

    private static int failuresOf(HealthReport before) {
        return before == null ? 0 : before.consecutiveFailures();
    }

    static HealthStatus statusOf(HealthReport report) {
        return report == null ? HealthStatus.UNKNOWN : report.status();
    }
}
