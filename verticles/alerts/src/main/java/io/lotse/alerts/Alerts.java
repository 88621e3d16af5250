package io.lotse.alerts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.lotse.contracts.alerts.AlertChange;
import io.lotse.contracts.alerts.AlertChangeKind;
import io.lotse.contracts.alerts.AlertSeverity;
import io.lotse.contracts.alerts.StoredAlert;

/** Copies of alerts in which something is another. */
final class Alerts {
    static final int MOST_HISTORY = 20;

    private Alerts() {}

    static StoredAlert with(StoredAlert a, AlertSeverity severity, Map<String, String> labels, String detail) {
        return new StoredAlert(
                a.id(),
                a.rule(),
                a.kind(),
                severity,
                labels,
                detail,
                a.since(),
                a.resolvedAt(),
                a.flapping(),
                a.toldAt(),
                a.toldSeverity(),
                a.escalatedAt(),
                a.history());
    }

    static StoredAlert resolved(StoredAlert a, Instant now) {
        return copy(a, now, false, a.toldAt(), a.toldSeverity(), a.escalatedAt(), a.history());
    }

    /** Channels were told that it holds. */
    static StoredAlert told(StoredAlert a, Instant now) {
        return copy(a, a.resolvedAt(), a.flapping(), now, a.severity(), a.escalatedAt(), a.history());
    }

    /** Channels were told that it is over, or need not be. */
    static StoredAlert toldOver(StoredAlert a) {
        return copy(a, a.resolvedAt(), a.flapping(), null, null, null, a.history());
    }

    static StoredAlert escalated(StoredAlert a, Instant now) {
        return copy(a, a.resolvedAt(), a.flapping(), a.toldAt(), a.toldSeverity(), now, a.history());
    }

    /** With something that happened to it; the oldest is forgotten where there is much. */
    static StoredAlert noted(StoredAlert a, Instant now, AlertChangeKind change, String detail) {
        List<AlertChange> history = new ArrayList<>(a.history());
        history.add(new AlertChange(now, change, detail));
        List<AlertChange> kept = history.subList(Math.max(0, history.size() - MOST_HISTORY), history.size());
        return copy(a, a.resolvedAt(), a.flapping(), a.toldAt(), a.toldSeverity(), a.escalatedAt(), kept);
    }

    private static StoredAlert copy(
            StoredAlert a,
            Instant resolvedAt,
            boolean flapping,
            Instant toldAt,
            AlertSeverity toldSeverity,
            Instant escalatedAt,
            List<AlertChange> history) {
        return new StoredAlert(
                a.id(),
                a.rule(),
                a.kind(),
                a.severity(),
                a.labels(),
                a.detail(),
                a.since(),
                resolvedAt,
                flapping,
                toldAt,
                toldSeverity,
                escalatedAt,
                history);
    }
}
