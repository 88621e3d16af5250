package io.lotse.observer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.ProblemCode;

/** Reads {@code observer_config.json}, and tells all of its mistakes at once. */
final class SettingsReader {
    static final String DEFAULTS = "defaults";
    static final String SERVICES = "services";
    static final String CHECK = "check";
    static final String ENDPOINTS = "endpoints";
    static final String PATHS = "paths";

    private static final Set<String> TOP = Set.of(DEFAULTS, SERVICES, LoadLimits.ROUTES, LoadLimits.JOURNEYS);
    private static final Set<String> OF_SERVICE = Set.of(CHECK, ENDPOINTS, PATHS);
    /** The same as the gateway's routes take. */
    private static final Pattern PATH =
            Pattern.compile("(/([a-zA-Z0-9._~!$&'()+,;=:@%-]*|\\{[a-zA-Z_][a-zA-Z0-9_]*}))+(/\\*\\*)?");
    /** Each is measured by every gateway of the mesh. */
    private static final int MOST_PATHS = 500;

    private final List<FieldError> errors = new ArrayList<>();

    private final LimitsReader limits = new LimitsReader(this);
    private int paths;

    private SettingsReader() {}

    /**
     * Reads the text of the file.
     *
     * @throws ContractException with all mistakes
     */
    static ObserverSettings read(String text) {
        try {
            return read(new JsonObject(text));
        } catch (DecodeException | ClassCastException e) {
            throw ContractException.invalid(
                    "the file", "is no JSON object: " + Foreign.quote(String.valueOf(e.getMessage())));
        }
    }

    /**
     * Reads what a file holds.
     *
     * @throws ContractException with all mistakes
     */
    static ObserverSettings read(JsonObject json) {
        SettingsReader reader = new SettingsReader();
        reader.known(json, "", TOP);
        ObserverSettings settings = reader.settings(json);
        new LoadLimits(reader).check(json);
        reader.refuse();
        return settings;
    }

    /**
     * Looks whether these may be the thresholds of the mesh. Checks stand in files alone: they name variables of a node's
     * environment, which nobody else is to choose.
     *
     * @throws ContractException with all mistakes
     */
    static void checkOfMesh(JsonObject json) {
        SettingsReader reader = new SettingsReader();
        reader.known(json, "", Set.of(DEFAULTS, SERVICES));
        reader.settings(json);
        JsonObject services = json.getValue(SERVICES) instanceof JsonObject named ? named : new JsonObject();
        for (String name : services.fieldNames()) {
            if (services.getValue(name) instanceof JsonObject service && service.containsKey(CHECK)) {
                reader.wrong(
                        SERVICES + "." + name + "." + CHECK,
                        "cannot be set for the mesh: write it into observer_config.json, or register the instance with it");
            }
        }
        reader.refuse();
    }

    private void refuse() {
        if (!errors.isEmpty()) {
            throw new ContractException(ProblemCode.INVALID_REQUEST, text(errors), errors);
        }
    }

    private static String text(List<FieldError> errors) {
        List<String> each =
                errors.stream().map(e -> e.field() + " " + e.message()).toList();
        return String.join("; ", each);
    }

    private ObserverSettings settings(JsonObject json) {
        Limits defaults = limits.limits(object(json, "", DEFAULTS), DEFAULTS, Limits.DEFAULT, Set.of());
        Map<String, ObserverSettings.Service> services = new HashMap<>();
        JsonObject named = object(json, "", SERVICES);
        for (String name : new TreeSet<>(named.fieldNames())) {
            services.put(name, service(object(named, SERVICES, name), SERVICES + "." + name, defaults));
        }
        if (paths > MOST_PATHS) {
            wrong(SERVICES, "name " + paths + " paths: at most " + MOST_PATHS + " are measured");
        }
        return new ObserverSettings(defaults, services);
    }

    private ObserverSettings.Service service(JsonObject json, String at, Limits defaults) {
        Limits own = limits.limits(json, at, defaults, OF_SERVICE);
        return new ObserverSettings.Service(
                own,
                json.containsKey(CHECK) ? check(object(json, at, CHECK), at + "." + CHECK) : null,
                each(json, at, ENDPOINTS, (endpoint, place) -> limits.limits(endpoint, place, own, Set.of())),
                each(json, at, PATHS, (path, place) -> limits.path(path, place, own)));
    }

    private Map<String, Limits> each(
            JsonObject json, String at, String what, BiFunction<JsonObject, String, Limits> read) {
        Map<String, Limits> all = new HashMap<>();
        JsonObject named = object(json, at, what);
        for (String name : new TreeSet<>(named.fieldNames())) {
            String place = at + "." + what + "." + name;
            if (what.equals(PATHS) && !PATH.matcher(name).matches()) {
                wrong(place, "is no path: give one such as /checkout, /orders/{id} or /orders/**");
            }
            paths += what.equals(PATHS) ? 1 : 0;
            all.put(name, read.apply(object(named, at + "." + what, name), place));
        }
        return all;
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
