package io.lotse.alerts;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;

import io.lotse.contracts.alerts.AlertKind;
import io.lotse.contracts.alerts.AlertLabels;
import io.lotse.contracts.alerts.AlertSeverity;
import io.lotse.contracts.alerts.StoredAlert;
import io.lotse.contracts.health.Breach;
import io.lotse.contracts.health.BreachLevel;
import io.lotse.contracts.health.BreachQuery;
import io.lotse.contracts.health.HealthContract;
import io.lotse.contracts.health.HealthQuery;
import io.lotse.contracts.health.HealthReport;

/** Figures that are beyond their thresholds, as the last crossing of each says. */
final class ThresholdSource implements Source {
    private static final String NAME = "ThresholdCrossed";
    /** Another node that checks an instance would have told in this time that a figure is still too high. */
    private static final Duration TOLD_AGAIN = Duration.ofMinutes(2);

    private final EventBus bus;
    /** Since when another node checks the instance of a breach, by the breach's id. */
    private final Map<String, Instant> handedOver = new HashMap<>();

    private record Key(String instance, String metric) {
        static Key of(Breach breach) {
            return new Key(breach.serviceId(), breach.metric());
        }
    }

    ThresholdSource(EventBus bus) {
        this.bus = bus;
    }

    @Override
    public AlertKind kind() {
        return AlertKind.THRESHOLD;
    }

    @Override
    public Future<Evidence> look(Moment moment) {
        return page(null, new LinkedHashMap<>()).compose(last -> {
            List<Breach> standing = last.values().stream()
                    .filter(breach -> breach.level() != BreachLevel.OK)
                    .filter(breach -> moment.snapshot()
                            .instance(breach.serviceId())
                            .filter(i -> !i.registeredAt().isAfter(breach.at()))
                            .isPresent())
                    .toList();
            handedOver.keySet().retainAll(standing.stream().map(Breach::id).toList());
            List<Future<Condition>> looked =
                    standing.stream().map(breach -> condition(breach, moment)).toList();
            return Future.all(looked).map(all -> {
                List<Condition> found = new ArrayList<>();
                looked.stream().map(Future::result).filter(c -> c != null).forEach(found::add);
                return new Evidence(found, alert -> isUnsure(alert, last, moment));
            });
        });
    }

    private Future<Map<Key, Breach>> page(String cursor, Map<Key, Breach> last) {
        return HealthContract.BREACHES
                .call(bus, new BreachQuery(null, null, cursor, BreachQuery.MAX_LIMIT))
                .compose(page -> {
                    // the newest first
                    page.items().forEach(breach -> last.putIfAbsent(Key.of(breach), breach));
                    return page.next() == null ? Future.succeededFuture(last) : page(page.next(), last);
                });
    }

    /** Null if it holds no more: who checks the instance now would have told it anew. */
    private Future<Condition> condition(Breach breach, Moment moment) {
        return HealthContract.HEALTH
                .call(bus, HealthQuery.of(breach.serviceId()))
                .map(page -> page.items().stream()
                        .map(HealthReport::node)
                        .findFirst()
                        .orElse(null))
                .otherwise((String) null)
                .map(checker -> {
                    if (checker == null || checker.equals(breach.node())) {
                        handedOver.remove(breach.id());
                        return condition(moment, breach);
                    }
                    Instant since = handedOver.computeIfAbsent(breach.id(), id -> moment.now());
                    return since.plus(TOLD_AGAIN).isAfter(moment.now()) ? condition(moment, breach) : null;
                });
    }

    /** This node may have joined after the figure went up: until it hears more, what the ledger says goes on. */
    private static boolean isUnsure(StoredAlert alert, Map<Key, Breach> last, Moment moment) {
        String instance = alert.labels().getOrDefault(AlertLabels.INSTANCE, "");
        Key key = new Key(instance, alert.labels().get(AlertLabels.METRIC));
        boolean checkerIsThere = moment.members().stream()
                .anyMatch(node -> node.name().equals(alert.labels().get(AlertLabels.NODE)));
        return !last.containsKey(key)
                && checkerIsThere
                && moment.snapshot().instance(instance).isPresent();
    }

    private static Condition condition(Moment moment, Breach breach) {
        Map<String, String> labels = Labels.of(moment.snapshot(), breach.serviceName(), breach.serviceId());
        labels.put(AlertLabels.METRIC, breach.metric());
        labels.put(AlertLabels.NODE, breach.node());
        AlertSeverity severity =
                breach.level() == BreachLevel.CRITICAL ? AlertSeverity.CRITICAL : AlertSeverity.WARNING;
        return Condition.of(
                AlertKind.THRESHOLD,
                NAME,
                severity,
                breach.serviceId() + "\n" + breach.metric(),
                labels,
                breach.serviceId() + ": " + breach.detail());
    }
}
