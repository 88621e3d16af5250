package io.lotse.alerts;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;

import io.lotse.contracts.PageLimit;
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
import io.lotse.meshview.MeshSnapshot;

/** Figures that are beyond their thresholds, as the last crossing of each says. */
final class ThresholdSource implements Source {
    private static final String NAME = "ThresholdCrossed";
    /** Another node that measures it, or another run of the same, would have told in this time that it is still too high. */
    private static final Duration TOLD_AGAIN = Duration.ofMinutes(2);

    private final EventBus bus;
    /** Since when another measures what a breach is about, by the breach's id. */
    private final Map<String, Instant> handedOver = new HashMap<>();

    /**
     * What was measured.
     *
     * @param instance null for a path
     * @param path null for an instance
     * @param node who measured a path; null for an instance, of which who checks it is known
     */
    private record Key(String service, String instance, String path, String metric, String node) {
        static Key of(Breach breach) {
            String node = breach.path() == null ? null : breach.node();
            return new Key(breach.serviceName(), breach.serviceId(), breach.path(), breach.metric(), node);
        }

        static Key of(Map<String, String> labels) {
            String path = labels.get(AlertLabels.PATH);
            return new Key(
                    labels.get(AlertLabels.SERVICE),
                    labels.get(AlertLabels.INSTANCE),
                    path,
                    labels.get(AlertLabels.METRIC),
                    path == null ? null : labels.get(AlertLabels.NODE));
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
                    .filter(breach -> isThere(breach, moment.snapshot()))
                    .toList();
            handedOver.keySet().retainAll(standing.stream().map(Breach::id).toList());
            List<Future<Condition>> looked =
                    standing.stream().map(breach -> condition(breach, moment)).toList();
            return Future.all(looked).map(all -> {
                // two nodes may tell of one path: the worse counts
                Map<String, Condition> found = new LinkedHashMap<>();
                looked.stream()
                        .map(Future::result)
                        .filter(c -> c != null)
                        .forEach(c -> found.merge(c.id(), c, ThresholdSource::worse));
                return new Evidence(List.copyOf(found.values()), alert -> isUnsure(alert, last, moment));
            });
        });
    }

    private static Condition worse(Condition a, Condition b) {
        return b.severity().compareTo(a.severity()) > 0 ? b : a;
    }

    private Future<Map<Key, Breach>> page(String cursor, Map<Key, Breach> last) {
        return HealthContract.BREACHES
                .call(bus, new BreachQuery(null, null, cursor, PageLimit.MAX))
                .compose(page -> {
                    // the newest first
                    page.items().forEach(breach -> last.putIfAbsent(Key.of(breach), breach));
                    return page.next() == null ? Future.succeededFuture(last) : page(page.next(), last);
                });
    }

    private static boolean isThere(Breach breach, MeshSnapshot snapshot) {
        return breach.serviceId() == null
                ? snapshot.service(breach.serviceName()).isPresent()
                : snapshot.instance(breach.serviceId())
                        .filter(i -> !i.registeredAt().isAfter(breach.at()))
                        .isPresent();
    }

    /** Null if it holds no more: who measures it now would have told it anew. */
    private Future<Condition> condition(Breach breach, Moment moment) {
        return isMeasuredByTheSame(breach, moment).map(same -> {
            if (same) {
                handedOver.remove(breach.id());
                return condition(moment, breach);
            }
            Instant since = handedOver.computeIfAbsent(breach.id(), id -> moment.now());
            return since.plus(TOLD_AGAIN).isAfter(moment.now()) ? condition(moment, breach) : null;
        });
    }

    /** A node that was started again, or left, knows nothing of what it measured before. */
    private Future<Boolean> isMeasuredByTheSame(Breach breach, Moment moment) {
        boolean sameRun = moment.members().stream()
                .anyMatch(node ->
                        node.name().equals(breach.node()) && !node.startedAt().isAfter(breach.at()));
        if (!sameRun || breach.serviceId() == null) {
            return Future.succeededFuture(sameRun);
        }
        return HealthContract.HEALTH
                .call(bus, HealthQuery.of(breach.serviceId()))
                .map(page -> page.items().stream()
                        .findFirst()
                        .map(HealthReport::node)
                        .filter(checker -> !checker.equals(breach.node()))
                        .isEmpty())
                .otherwise(true);
    }

    /** This node may have joined after the figure went up: until it hears more, what the ledger says goes on. */
    private static boolean isUnsure(StoredAlert alert, Map<Key, Breach> last, Moment moment) {
        Key key = Key.of(alert.labels());
        boolean checkerIsThere = moment.members().stream()
                .anyMatch(node -> node.name().equals(alert.labels().get(AlertLabels.NODE)));
        boolean isThere = key.instance() == null
                ? moment.snapshot().service(key.service()).isPresent()
                : moment.snapshot().instance(key.instance()).isPresent();
        return !last.containsKey(key) && checkerIsThere && isThere;
    }

    private static Condition condition(Moment moment, Breach breach) {
        Map<String, String> labels = Labels.of(moment.snapshot(), breach.serviceName(), breach.serviceId());
        labels.put(AlertLabels.PATH, breach.path());
        labels.put(AlertLabels.METRIC, breach.metric());
        labels.put(AlertLabels.NODE, breach.node());
        AlertSeverity severity =
                breach.level() == BreachLevel.CRITICAL ? AlertSeverity.CRITICAL : AlertSeverity.WARNING;
        String subject = breach.serviceId() == null ? breach.serviceName() : breach.serviceId();
        String identity = breach.path() == null ? subject : subject + "\n" + breach.path();
        return Condition.of(
                AlertKind.THRESHOLD,
                NAME,
                severity,
                identity + "\n" + breach.metric(),
                labels,
                subject + ": " + breach.detail());
    }
}
