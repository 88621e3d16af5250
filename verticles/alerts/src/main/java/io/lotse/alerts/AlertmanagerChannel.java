package io.lotse.alerts;

import java.time.Duration;
import java.util.Map;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.alerts.Alert;
import io.lotse.contracts.alerts.AlertChannel;
import io.lotse.contracts.alerts.AlertLabels;
import io.lotse.contracts.alerts.Notice;
import io.lotse.contracts.alerts.NoticeKind;

/** Posts alerts to an Alertmanager, which groups and routes them by itself. */
final class AlertmanagerChannel implements Channel {
    private static final String PATH = "/api/v2/alerts";
    /** An Alertmanager forgets what is not told again; reminders come sooner, and the end is told for sure. */
    private static final Duration LASTS = Duration.ofDays(1);

    private final AlertChannel channel;
    private final Secrets secrets;
    private final Poster poster;

    AlertmanagerChannel(AlertChannel channel, Secrets secrets, Poster poster) {
        this.channel = channel;
        this.secrets = secrets;
        this.poster = poster;
    }

    @Override
    public Future<Void> send(Notice notice) {
        JsonArray alerts = new JsonArray();
        notice.alerts().forEach(alert -> alerts.add(json(alert, notice)));
        if (notice.kind() == NoticeKind.TRIAL) {
            alerts.add(trial(notice));
        }
        return secrets.url(channel).compose(to -> poster.post(address(to), Map.of(), alerts.toBuffer()));
    }

    private static String address(String url) {
        String base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        return base.endsWith(PATH) ? base : base + PATH;
    }

    private static JsonObject json(Alert alert, Notice notice) {
        JsonObject labels = new JsonObject();
        alert.labels().forEach((name, value) -> labels.put(name.replaceAll("[^a-zA-Z0-9_]", "_"), value));
        return new JsonObject()
                .put("labels", labels)
                .put("annotations", new JsonObject().put(AlertLabels.SUMMARY, alert.detail()))
                .put("startsAt", alert.since().toString())
                .put(
                        "endsAt",
                        (alert.resolvedAt() == null ? notice.createdAt().plus(LASTS) : alert.resolvedAt()).toString());
    }

    private static JsonObject trial(Notice notice) {
        return new JsonObject()
                .put(
                        "labels",
                        new JsonObject()
                                .put(AlertLabels.ALERTNAME, "LotseTrial")
                                .put(AlertLabels.SEVERITY, "info"))
                .put("annotations", new JsonObject().put(AlertLabels.SUMMARY, "Lotse tries this channel"))
                .put("startsAt", notice.createdAt().toString())
                .put("endsAt", notice.createdAt().plus(Duration.ofMinutes(1)).toString());
    }

    @Override
    public void close() {
        poster.close();
    }
}
