package io.lotse.observer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.ProblemCode;

/** Reads {@code observer_config.json}, and tells all of its mistakes at once. */
final class SettingsReader {
    private static final String OFF = "off";
    private static final Set<String> TOP = Set.of("defaults", "services", LoadLimits.ROUTES, LoadLimits.JOURNEYS);
    private static final Set<String> OF_LIMITS =
            Set.of("critical", "consecutive", "hysteresis_percent", "memory_window_minutes");
    private static final Set<String> OF_SERVICE = Set.of("check", "endpoints");

    private final List<FieldError> errors = new ArrayList<>();

    private SettingsReader() {}

    /**
     * Reads the text of the file.
     *
     * @throws ContractException with all mistakes
     */
    static ObserverSettings read(String text) {
        SettingsReader reader = new SettingsReader();
        ObserverSettings settings = reader.settings(text);
        if (!reader.errors.isEmpty()) {
            throw new ContractException(ProblemCode.INVALID_REQUEST, text(reader.errors), reader.errors);
        }
        return settings;
    }

    private static String text(List<FieldError> errors) {
        List<String> each =
                errors.stream().map(e -> e.field() + " " + e.message()).toList();
        return String.join("; ", each);
    }

    private ObserverSettings settings(String text) {
        JsonObject json;
        try {
            json = new JsonObject(text);
        } catch (DecodeException | ClassCastException e) {
            wrong("the file", "is no JSON object: " + Foreign.quote(String.valueOf(e.getMessage())));
            return ObserverSettings.DEFAULT;
        }
        known(json, "", TOP);
        Limits defaults = limits(object(json, "", "defaults"), "defaults", Limits.DEFAULT, Set.of());
        Map<String, ObserverSettings.Service> services = new HashMap<>();
        JsonObject named = object(json, "", "services");
        for (String name : new TreeSet<>(named.fieldNames())) {
            services.put(name, service(object(named, "services", name), "services." + name, defaults));
        }
        new LoadLimits(this).check(json);
        return new ObserverSettings(defaults, services);
    }

    private ObserverSettings.Service service(JsonObject json, String at, Limits defaults) {
        Limits limits = limits(json, at, defaults, OF_SERVICE);
        Map<String, Limits> endpoints = new HashMap<>();
        JsonObject named = object(json, at, "endpoints");
        for (String name : new TreeSet<>(named.fieldNames())) {
            String place = at + ".endpoints." + name;
            endpoints.put(name, limits(object(named, at + ".endpoints", name), place, limits, Set.of()));
        }
        return new ObserverSettings.Service(
                limits, json.containsKey("check") ? check(object(json, at, "check"), at + ".check") : null, endpoints);
    }

    private Limits limits(JsonObject json, String at, Limits base, Set<String> beside) {
        Map<Metric, Threshold> thresholds = new EnumMap<>(Metric.class);
        thresholds.putAll(base.thresholds());
        for (String name : json.fieldNames()) {
            Metric metric = Metric.of(name).orElse(null);
            if (metric != null) {
                thresholds.put(metric, threshold(json.getValue(name), at + "." + name, metric));
            } else if (!OF_LIMITS.contains(name) && !beside.contains(name)) {
                Set<String> others = new TreeSet<>(OF_LIMITS);
                others.addAll(beside);
                wrong(at + "." + name, "is unknown: there are " + Metric.names() + ", " + String.join(", ", others));
            }
        }
        long window = Math.round(number(
                json, at, "memory_window_minutes", 1, 1_440, base.memoryWindow().toMinutes()));
        return new Limits(
                thresholds,
                critical(json, at, base.critical()),
                (int) Math.round(number(json, at, "consecutive", 1, 100, base.consecutive())),
                number(json, at, "hysteresis_percent", 0, 50, base.hysteresisPercent()),
                Duration.ofMinutes(window));
    }

    private boolean critical(JsonObject json, String at, boolean otherwise) {
        Object value = json.getValue("critical", otherwise);
        if (value instanceof Boolean critical) {
            return critical;
        }
        wrong(at + ".critical", "is " + quote(value) + ": give true or false");
        return otherwise;
    }

    private Threshold threshold(Object value, String at, Metric metric) {
        if (OFF.equals(value)) {
            return Threshold.OFF;
        }
        if (!(value instanceof JsonObject json)) {
            wrong(at, "is " + quote(value) + ": give {\"warning\": N, \"critical\": N} or \"off\"");
            return Threshold.OFF;
        }
        known(json, at, Set.of("warning", "critical"));
        Double warning = limit(json, at, "warning", metric);
        Double critical = limit(json, at, "critical", metric);
        if (warning != null && critical != null && warning > critical) {
            wrong(at, "has a warning of " + warning + " above the critical " + critical + ": change them about");
        }
        if (json.isEmpty()) {
            wrong(at, "is empty: give a warning or a critical value, or \"off\"");
        }
        return new Threshold(warning, critical);
    }

    private Double limit(JsonObject json, String at, String name, Metric metric) {
        return json.containsKey(name) ? number(json, at, name, 0, metric.most(), 0) : null;
    }

    /** The number of that name; {@code otherwise} if it is missing, or none from least to most, which is told as a mistake. */
    double number(JsonObject json, String at, String name, double least, double most, double otherwise) {
        if (!json.containsKey(name)) {
            return otherwise;
        }
        Object value = json.getValue(name);
        if (value instanceof Number number && number.doubleValue() >= least && number.doubleValue() <= most) {
            return number.doubleValue();
        }
        wrong(at + "." + name, "is " + quote(value) + ": give a number of " + whole(least) + " to " + whole(most));
        return otherwise;
    }

    private CheckSettings check(JsonObject json, String at) {
        CheckKind kind = json.getValue("kind") instanceof String name
                ? CheckKind.of(name).orElse(null)
                : null;
        if (kind == null) {
            wrong(at + ".kind", "is " + quote(json.getValue("kind")) + ": give one of " + CheckKind.names());
            return null;
        }
        Map<String, String> options = new HashMap<>();
        for (Map.Entry<String, Object> each : json) {
            Object value = each.getValue();
            if (each.getKey().equals("kind")) {
                continue;
            }
            if (!kind.options().contains(each.getKey())) {
                wrong(
                        at + "." + each.getKey(),
                        "is no option of " + kind.wireName() + ": there are "
                                + String.join(", ", new TreeSet<>(kind.options())));
            } else if (value instanceof String || value instanceof Number) {
                options.put(each.getKey(), value.toString());
            } else {
                wrong(at + "." + each.getKey(), "is " + quote(value) + ": give a text or a number");
            }
        }
        return new CheckSettings(kind, options);
    }

    /** Tells of each name that is not among these. */
    void known(JsonObject json, String at, Set<String> names) {
        for (String name : json.fieldNames()) {
            if (!names.contains(name)) {
                wrong(
                        at.isEmpty() ? name : at + "." + name,
                        "is unknown: there are " + String.join(", ", new TreeSet<>(names)));
            }
        }
    }

    /** Empty if it is missing or none. */
    JsonObject object(JsonObject json, String at, String name) {
        Object value = json.getValue(name);
        if (value instanceof JsonObject object) {
            return object;
        }
        if (json.containsKey(name)) {
            wrong(at.isEmpty() ? name : at + "." + name, "is " + quote(value) + ": give an object");
        }
        return new JsonObject();
    }

    void wrong(String field, String message) {
        errors.add(new FieldError(field, message));
    }

    private static String whole(double number) {
        return Long.toString(Math.round(number));
    }

    static String quote(Object value) {
        return value == null ? "missing" : Foreign.quote(value.toString());
    }
}
