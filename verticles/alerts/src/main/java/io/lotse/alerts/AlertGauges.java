package io.lotse.alerts;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import io.lotse.contracts.alerts.Alert;
import io.lotse.contracts.alerts.AlertSeverity;
import io.lotse.contracts.alerts.AlertStatus;

/** What a node's metrics tell of the alerts that hold; the same at each node. */
final class AlertGauges {
    private final AlertBoard board;
    private final AtomicReference<Map<Kind, Long>> counts = new AtomicReference<>(Map.of());

    private record Kind(AlertStatus status, AlertSeverity severity) {}

    AlertGauges(AlertBoard board) {
        this.board = board;
    }

    void register(MeterRegistry registry) {
        for (AlertStatus status : AlertStatus.values()) {
            if (status == AlertStatus.RESOLVED) {
                continue;
            }
            for (AlertSeverity severity : AlertSeverity.values()) {
                Kind kind = new Kind(status, severity);
                Gauge.builder("lotse.alerts", counts, c -> c.get().getOrDefault(kind, 0L))
                        .tag("status", status.wireName())
                        .tag("severity", severity.wireName())
                        .description("Alerts that hold")
                        .register(registry);
            }
        }
    }

    /** Counts anew. */
    void refresh() {
        Map<Kind, Long> now = new HashMap<>();
        for (Alert alert : board.all()) {
            now.merge(new Kind(alert.status(), alert.severity()), 1L, Long::sum);
        }
        counts.set(now);
    }
}
