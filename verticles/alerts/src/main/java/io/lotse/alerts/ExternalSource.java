package io.lotse.alerts;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.alerts.AlertKind;
import io.lotse.contracts.alerts.AlertLabels;
import io.lotse.contracts.alerts.AlertSeverity;
import io.lotse.contracts.alerts.ExternalAlert;
import io.lotse.contracts.alerts.ExternalAlerts;

/** What other programs told, as an Alertmanager would take it: it holds until its end, which each telling moves. */
final class ExternalSource implements Source {
    static final int MOST = 5_000;
    /** Alertmanager's resolve_timeout. */
    private static final Duration LASTS = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(ExternalSource.class);

    private final Map<String, Told> told = new HashMap<>();

    private record Told(Condition condition, Instant endsAt) {}

    @Override
    public AlertKind kind() {
        return AlertKind.EXTERNAL;
    }

    void posted(ExternalAlerts alerts, Instant now) {
        for (ExternalAlert alert : alerts.alerts()) {
            Condition condition = condition(alert);
            Instant endsAt = alert.endsAt() == null ? now.plus(LASTS) : alert.endsAt();
            if (told.containsKey(condition.id()) || told.size() < MOST) {
                told.put(condition.id(), new Told(condition, endsAt));
            } else {
                LOG.warn("event=external_alert_dropped alert={} reason=\"more than {}\"", condition.labels(), MOST);
            }
        }
    }

    @Override
    public Future<Evidence> look(Moment moment) {
        List<Condition> holding = new ArrayList<>();
        told.values().stream().filter(t -> t.endsAt().isAfter(moment.now())).forEach(t -> holding.add(t.condition()));
        Evidence evidence = new Evidence(holding, alert -> moment.isNew(LASTS) && !told.containsKey(alert.id()));
        told.values().removeIf(t -> t.endsAt().plus(LASTS).isBefore(moment.now()));
        return Future.succeededFuture(evidence);
    }

    private static Condition condition(ExternalAlert alert) {
        Map<String, String> labels = new TreeMap<>(alert.labels());
        String identity = labels.toString();
        String name = labels.getOrDefault(AlertLabels.ALERTNAME, "External");
        String summary = alert.annotations().getOrDefault(AlertLabels.SUMMARY, "");
        String description = alert.annotations().getOrDefault(AlertLabels.DESCRIPTION, "");
        String detail =
                summary.isEmpty() || description.isEmpty() ? summary + description : summary + ": " + description;
        return Condition.of(
                AlertKind.EXTERNAL,
                name,
                severity(labels.getOrDefault(AlertLabels.SEVERITY, "")),
                identity,
                labels,
                detail.isEmpty() ? name : detail);
    }

    private static AlertSeverity severity(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "critical", "page", "error", "emergency" -> AlertSeverity.CRITICAL;
            case "info", "none", "notice" -> AlertSeverity.INFO;
            default -> AlertSeverity.WARNING;
        };
    }
}
