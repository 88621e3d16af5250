package io.lotse.control;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ContractException;
import io.lotse.contracts.Empty;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.UnknownFields;
import io.lotse.contracts.alerts.AlertAcknowledging;
import io.lotse.contracts.alerts.AlertLookup;
import io.lotse.contracts.alerts.AlertQuery;
import io.lotse.contracts.alerts.AlertSettings;
import io.lotse.contracts.alerts.AlertSettingsChange;
import io.lotse.contracts.alerts.AlertSettingsReply;
import io.lotse.contracts.alerts.AlertsContract;
import io.lotse.contracts.alerts.ChannelTrial;
import io.lotse.contracts.alerts.SilenceRemoval;
import io.lotse.contracts.alerts.SilenceRequest;

/** Alerts, silences, and who is told; the revision of the settings is their entity tag. */
final class AlertHandlers {
    private static final int CREATED = 201;
    private static final String ALERT_ID = "alert_id";
    private static final String SILENCE_ID = "silence_id";

    private final EventBus bus;
    private final OwnWrites writes;

    AlertHandlers(EventBus bus, OwnWrites writes) {
        this.bus = bus;
        this.writes = writes;
    }

    Map<String, OperationHandler> byOperationId() {
        Map<String, OperationHandler> handlers = new HashMap<>();
        handlers.put("alerts", this::list);
        handlers.put("alert", this::show);
        handlers.put("acknowledge_alert", this::acknowledge);
        handlers.put("silences", this::silences);
        handlers.put("create_silence", this::createSilence);
        handlers.put("change_silence", this::changeSilence);
        handlers.put("remove_silence", this::removeSilence);
        handlers.put("alert_settings", this::settings);
        handlers.put("put_alert_settings", this::putSettings);
        handlers.put("remove_alert_settings", this::removeSettings);
        handlers.put("try_channels", this::tryChannels);
        handlers.put("post_alerts", new PostedAlerts(bus));
        return handlers;
    }

    private Future<?> list(ApiRequest request) {
        JsonObject query = request.query("status", "service", "severity", "kind", "cursor", "limit")
                .put("all", request.isTrue("all"));
        return AlertsContract.ALERTS
                .call(bus, ContractCodec.decode(query, AlertQuery.class))
                .compose(page -> Answers.json(request.http(), new Page<>(page.items(), page.next())));
    }

    private Future<?> show(ApiRequest request) {
        return AlertsContract.ALERT
                .call(bus, new AlertLookup(request.text(ALERT_ID)))
                .compose(detail -> Answers.json(request.http(), detail));
    }

    private Future<?> acknowledge(ApiRequest request) {
        AlertAcknowledging said =
                ContractCodec.decode(request.body().put("id", request.text(ALERT_ID)), AlertAcknowledging.class);
        return AlertsContract.ACKNOWLEDGE.call(bus, said).compose(alert -> Answers.json(request.http(), alert));
    }

    private Future<?> silences(ApiRequest request) {
        return AlertsContract.SILENCES.call(bus, Empty.EMPTY).compose(list -> Answers.json(request.http(), list));
    }

    private Future<?> createSilence(ApiRequest request) {
        request.body().remove("id");
        return AlertsContract.PUT_SILENCE
                .call(bus, request.body(SilenceRequest.class))
                .compose(silence -> {
                    request.response().setStatusCode(CREATED);
                    return Answers.json(request.http(), silence);
                });
    }

    private Future<?> changeSilence(ApiRequest request) {
        request.body().put("id", request.text(SILENCE_ID));
        return AlertsContract.PUT_SILENCE
                .call(bus, request.body(SilenceRequest.class))
                .compose(silence -> Answers.json(request.http(), silence));
    }

    private Future<?> removeSilence(ApiRequest request) {
        return AlertsContract.REMOVE_SILENCE
                .call(bus, new SilenceRemoval(request.text(SILENCE_ID)))
                .compose(silence -> Answers.json(request.http(), silence));
    }

    private Future<?> settings(ApiRequest request) {
        return AlertsContract.SETTINGS.call(bus, Empty.EMPTY).compose(reply -> answer(request, reply));
    }

    private Future<?> putSettings(ApiRequest request) {
        List<FieldError> unknown = UnknownFields.in(request.body().getMap(), AlertSettings.class, "");
        boolean dryRun = request.isDryRun();
        AlertSettingsChange change = new AlertSettingsChange(
                ContractCodec.decode(request.body(), AlertSettings.class),
                request.ifRevision(),
                dryRun || !unknown.isEmpty());
        return withAll(unknown, AlertsContract.CHANGE_SETTINGS.call(bus, change))
                .compose(reply -> writes.shown(reply.revision(), dryRun).compose(v -> answer(request, reply)));
    }

    /** Fields that nobody knows are mistakes beside those that the room finds: all of them are told at once. */
    private static <T> Future<T> withAll(List<FieldError> unknown, Future<T> checked) {
        if (unknown.isEmpty()) {
            return checked;
        }
        return checked.transform(found -> {
            List<FieldError> errors = new ArrayList<>(unknown);
            if (found.cause() instanceof ContractException e) {
                errors.addAll(e.errors());
            }
            return Future.failedFuture(ContractException.invalid(errors));
        });
    }

    private Future<?> removeSettings(ApiRequest request) {
        AlertSettingsChange change = new AlertSettingsChange(null, request.ifRevision(), false);
        return AlertsContract.CHANGE_SETTINGS.call(bus, change).compose(reply -> answer(request, reply));
    }

    private Future<?> tryChannels(ApiRequest request) {
        return AlertsContract.TRY_CHANNELS
                .call(bus, new ChannelTrial(request.text("channel")))
                .compose(report -> Answers.json(request.http(), report));
    }

    private static Future<?> answer(ApiRequest request, AlertSettingsReply reply) {
        return Answers.tagged(request.http(), reply.revision(), reply);
    }
}
