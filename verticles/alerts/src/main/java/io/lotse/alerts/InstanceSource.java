package io.lotse.alerts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;

import io.lotse.contracts.PageLimit;
import io.lotse.contracts.alerts.AlertKind;
import io.lotse.contracts.alerts.AlertLabels;
import io.lotse.contracts.alerts.AlertSeverity;
import io.lotse.contracts.alerts.StoredAlert;
import io.lotse.contracts.health.HealthContract;
import io.lotse.contracts.health.HealthQuery;
import io.lotse.contracts.health.HealthReport;
import io.lotse.contracts.health.HealthStatus;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstanceStatus;

/** Instances that are down by their health checks, or whose heartbeats stopped. */
final class InstanceSource implements Source {
    private static final String NAME = "InstanceDown";

    private final EventBus bus;

    InstanceSource(EventBus bus) {
        this.bus = bus;
    }

    @Override
    public AlertKind kind() {
        return AlertKind.INSTANCE_DOWN;
    }

    @Override
    public Future<Evidence> look(Moment moment) {
        return page(HealthStatus.DOWN, null, new ArrayList<>())
                .compose(down -> unknown(moment).map(unknown -> evidence(moment, down, unknown)));
    }

    private Future<List<HealthReport>> page(HealthStatus status, String cursor, List<HealthReport> all) {
        return HealthContract.HEALTH
                .call(bus, new HealthQuery(null, null, status, cursor, PageLimit.MAX))
                .compose(page -> {
                    all.addAll(page.items());
                    return page.next() == null ? Future.succeededFuture(all) : page(status, page.next(), all);
                });
    }

    /** The instances of alerts of which nobody knows at the moment how they are. */
    private Future<Set<String>> unknown(Moment moment) {
        List<Future<String>> asked = moment.firing(kind()).stream()
                .map(alert -> alert.labels().get(AlertLabels.INSTANCE))
                .filter(id -> id != null && moment.snapshot().instance(id).isPresent())
                .map(id -> HealthContract.HEALTH
                        .call(bus, HealthQuery.of(id))
                        .map(page ->
                                page.items().stream().anyMatch(r -> r.status() == HealthStatus.UNKNOWN) ? id : null)
                        .otherwise(id))
                .toList();
        return Future.all(asked).map(all -> asked.stream()
                .map(Future::result)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet()));
    }

    private static Evidence evidence(Moment moment, List<HealthReport> down, Set<String> unknown) {
        Map<String, Condition> found = new HashMap<>();
        for (Instance instance : moment.snapshot().instances().values()) {
            if (instance.status() == InstanceStatus.INACTIVE) {
                found.put(instance.serviceId(), silent(instance));
            }
        }
        for (HealthReport report : down) {
            moment.snapshot()
                    .instance(report.serviceId())
                    .filter(instance -> instance.status() != InstanceStatus.RESTARTING)
                    .ifPresent(instance -> found.put(instance.serviceId(), down(instance, report)));
        }
        return new Evidence(List.copyOf(found.values()), alert -> isUnsure(alert, unknown));
    }

    /** One that was down and is not checked may be down all the same; heartbeats are in the ledger. */
    private static boolean isUnsure(StoredAlert alert, Set<String> unknown) {
        return HealthStatus.DOWN.wireName().equals(alert.labels().get(AlertLabels.STATE))
                && unknown.contains(alert.labels().get(AlertLabels.INSTANCE));
    }

    private static Condition down(Instance instance, HealthReport report) {
        return condition(
                instance,
                HealthStatus.DOWN.wireName(),
                report.node(),
                instance.serviceId() + " of " + instance.serviceName() + " is down: " + report.detail());
    }

    private static Condition silent(Instance instance) {
        return condition(
                instance,
                InstanceStatus.INACTIVE.wireName(),
                null,
                instance.serviceId() + " of " + instance.serviceName()
                        + " is inactive, no heartbeat comes: look whether its process runs on " + instance.host());
    }

    private static Condition condition(Instance instance, String state, String node, String detail) {
        Map<String, String> labels = new HashMap<>(Labels.of(instance));
        labels.put(AlertLabels.STATE, state);
        labels.put(AlertLabels.NODE, node);
        return Condition.of(
                AlertKind.INSTANCE_DOWN, NAME, AlertSeverity.CRITICAL, instance.serviceId(), labels, detail);
    }
}
