package io.lotse.launcher.cli;

import java.util.List;
import java.util.Set;

import io.vertx.core.json.JsonObject;

/** Changes one place of the mesh's thresholds: the defaults, a service, or an endpoint or a path of it. */
final class ThresholdEdits {
    private static final String OFF = "off";
    private static final String WARNING = "warning";
    private static final String CRITICAL = "critical";
    private static final Set<String> TRUTHS = Set.of("true", "false");

    private final JsonObject settings;

    /** @param settings all of them, which are changed */
    ThresholdEdits(JsonObject settings) {
        this.settings = settings;
    }

    /**
     * Puts values at a place.
     *
     * @param place names from the outermost to the place itself
     * @param changes each as KEY=VALUE
     * @throws IllegalArgumentException that says which one is none
     */
    void put(List<String> place, List<String> changes) {
        JsonObject at = settings;
        for (String name : place) {
            if (!at.containsKey(name)) {
                at.put(name, new JsonObject());
            }
            at = at.getJsonObject(name);
        }
        for (String change : changes) {
            int equals = change.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(change + ": give KEY=VALUE, such as cpu_percent=70:90");
            }
            at.put(change.substring(0, equals), value(change.substring(0, equals), change.substring(equals + 1)));
        }
    }

    /** Takes values away, all of them where none is named; places that say nothing any more go, too. */
    void remove(List<String> place, List<String> keys) {
        remove(settings, place, keys);
    }

    private static void remove(JsonObject at, List<String> place, List<String> keys) {
        if (place.isEmpty()) {
            Set<String> all = Set.copyOf(keys.isEmpty() ? at.fieldNames() : keys);
            all.forEach(at::remove);
            return;
        }
        JsonObject next = at.getJsonObject(place.get(0));
        if (next != null) {
            remove(next, place.subList(1, place.size()), keys);
            if (next.isEmpty()) {
                at.remove(place.get(0));
            }
        }
    }

    /** As JSON has it: what cannot be read is left to the node to refuse. */
    private static Object value(String key, String text) {
        if (OFF.equals(text)) {
            return OFF;
        }
        if (TRUTHS.contains(text)) {
            return Boolean.valueOf(text);
        }
        int colon = text.indexOf(':');
        if (colon < 0) {
            return number(key, text);
        }
        JsonObject threshold = new JsonObject();
        put(threshold, WARNING, key, text.substring(0, colon));
        put(threshold, CRITICAL, key, text.substring(colon + 1));
        return threshold;
    }

    private static void put(JsonObject threshold, String level, String key, String text) {
        if (!text.isEmpty()) {
            threshold.put(level, number(key, text));
        }
    }

    private static Number number(String key, String text) {
        try {
            double value = Double.parseDouble(text);
            return value == Math.rint(value) && Math.abs(value) < 1e15 ? (Number) (long) value : (Number) value;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + "=" + text
                    + ": give WARNING:CRITICAL such as 70:90, 70: or :90, a number, off, true or false");
        }
    }
}
