package io.lotse.control;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.alerts.AlertsContract;
import io.lotse.contracts.alerts.ExternalAlert;
import io.lotse.contracts.alerts.ExternalAlerts;

/**
 * Takes alerts in the format of an Alertmanager's API, version 2, so that a Prometheus can be pointed here. It has names of
 * its own; all its mistakes are told at once.
 */
final class PostedAlerts implements OperationHandler {
    private static final int MOST = 5_000;
    private static final int MOST_LABELS = 64;
    /** Small enough for one message on the bus. */
    private static final int A_TIME = 200;

    private static final int LONGEST_TEXT = 2_000;

    private final EventBus bus;

    PostedAlerts(EventBus bus) {
        this.bus = bus;
    }

    @Override
    public Future<?> handle(ApiRequest request) {
        RequestReader.checkMediaType(request.http());
        List<FieldError> errors = new ArrayList<>();
        List<ExternalAlert> alerts = read(request.context().body().buffer(), errors);
        if (!errors.isEmpty()) {
            throw ContractException.invalid(errors);
        }
        for (int from = 0; from < alerts.size(); from += A_TIME) {
            AlertsContract.ALERTS_POSTED.publish(
                    bus, new ExternalAlerts(alerts.subList(from, Math.min(alerts.size(), from + A_TIME))));
        }
        return request.response().end();
    }

    private static List<ExternalAlert> read(Buffer body, List<FieldError> errors) {
        Object json;
        try {
            json = body == null || body.length() == 0 ? null : Json.decodeValue(body);
        } catch (DecodeException e) {
            throw new ContractException(
                    ProblemCode.MALFORMED_JSON, "the body is not JSON: " + RequestReader.firstLine(e));
        }
        if (!(json instanceof JsonArray list) || list.size() > MOST) {
            throw ContractException.invalid("body", "is no list of at most " + MOST + " alerts: give one");
        }
        List<ExternalAlert> alerts = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            if (list.getValue(i) instanceof JsonObject alert) {
                alerts.add(alert(alert, "[" + i + "]", errors));
            } else {
                errors.add(new FieldError("[" + i + "]", "is no object: give an alert"));
            }
        }
        return alerts;
    }

    private static ExternalAlert alert(JsonObject json, String at, List<FieldError> errors) {
        Map<String, String> labels = texts(json, "labels", at, errors);
        if (labels.isEmpty()) {
            errors.add(new FieldError(at + ".labels", "is empty: give one label at least"));
        }
        Object generator = json.getValue("generatorURL");
        return new ExternalAlert(
                labels,
                texts(json, "annotations", at, errors),
                time(json, "startsAt", at, errors),
                time(json, "endsAt", at, errors),
                generator instanceof String url && !url.isEmpty() ? url : null);
    }

    /** Labels without a value are as good as none, as Prometheus has it. */
    private static Map<String, String> texts(JsonObject json, String name, String at, List<FieldError> errors) {
        Map<String, String> texts = new TreeMap<>();
        Object value = json.getValue(name);
        if (value == null) {
            return texts;
        }
        if (!(value instanceof JsonObject object) || object.size() > MOST_LABELS) {
            errors.add(new FieldError(at + "." + name, "is no object of at most " + MOST_LABELS + " texts: give one"));
            return texts;
        }
        for (String key : object.fieldNames()) {
            if (object.getValue(key) instanceof String text && text.length() <= LONGEST_TEXT) {
                if (!text.isEmpty()) {
                    texts.put(key, text);
                }
            } else {
                errors.add(new FieldError(
                        at + "." + name + "." + key,
                        "is no text of at most " + LONGEST_TEXT + " characters: give one"));
            }
        }
        return texts;
    }

    /** Null if absent, or the zero of Go's time. */
    private static Instant time(JsonObject json, String name, String at, List<FieldError> errors) {
        Object value = json.getValue(name);
        if (value == null) {
            return null;
        }
        try {
            Instant time = OffsetDateTime.parse(String.valueOf(value)).toInstant();
            return time.isAfter(Instant.EPOCH) ? time : null;
        } catch (DateTimeParseException e) {
            errors.add(new FieldError(
                    at + "." + name, "is " + value + ", no time: give one such as 2026-01-31T12:34:56Z"));
            return null;
        }
    }
}
