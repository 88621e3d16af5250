package io.lotse.observer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.vertx.core.eventbus.EventBus;

import io.lotse.contracts.health.HealthBatch;
import io.lotse.contracts.health.HealthContract;
import io.lotse.contracts.health.HealthReport;

/** Collects reports and tells them to all nodes together: one message in place of hundreds. */
final class Outbox {
    private static final int LARGEST_BATCH = 500;

    private final EventBus bus;
    private final String nodeId;
    private final Map<String, HealthReport> fresh = new LinkedHashMap<>();

    Outbox(EventBus bus, String nodeId) {
        this.bus = bus;
        this.nodeId = nodeId;
    }

    void add(HealthReport report) {
        fresh.put(report.serviceId(), report);
    }

    void flush() {
        List<HealthReport> reports = new ArrayList<>(fresh.values());
        fresh.clear();
        for (int from = 0; from < reports.size(); from += LARGEST_BATCH) {
            List<HealthReport> some = reports.subList(from, Math.min(reports.size(), from + LARGEST_BATCH));
            HealthContract.HEALTH_CHECKED.publish(bus, new HealthBatch(nodeId, some));
        }
    }
}
