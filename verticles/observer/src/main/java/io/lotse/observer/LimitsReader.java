package io.lotse.observer;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.vertx.core.json.JsonObject;

/** Reads what something is held to: its thresholds, and how they are judged. */
final class LimitsReader {
    static final String CRITICAL = "critical";
    static final String CONSECUTIVE = "consecutive";
    static final String FOR_SECONDS = "for_seconds";
    static final String HYSTERESIS = "hysteresis_percent";
    static final String MEMORY_WINDOW = "memory_window_minutes";

    private static final String OFF = "off";
    private static final String WARNING = "warning";
    /** How thresholds are judged. */
    private static final Set<String> JUDGING = Set.of(CRITICAL, CONSECUTIVE, FOR_SECONDS, HYSTERESIS, MEMORY_WINDOW);
    /** Of a request path nothing else is known. */
    private static final Set<String> OF_PATH = Set.of(CRITICAL, CONSECUTIVE, FOR_SECONDS, HYSTERESIS);

    private static final double LONGEST_SECONDS = 86_400;

    private final SettingsReader reader;

    /** @param reader is told the mistakes */
    LimitsReader(SettingsReader reader) {
        this.reader = reader;
    }

    /** All names that may stand in limits, the thresholds' and the others. */
    static Set<String> names() {
        Set<String> all = new TreeSet<>(JUDGING);
        for (Metric metric : Metric.values()) {
            all.add(metric.wireName());
        }
        return all;
    }

    /** Those that may stand in the limits of a request path. */
    static Set<String> namesOfPaths() {
        Set<String> all = new TreeSet<>(OF_PATH);
        all.add(Metric.RESPONSE_TIME_MS.wireName());
        return all;
    }

    /** @param beside what else may stand there */
    Limits limits(JsonObject json, String at, Limits base, Set<String> beside) {
        Set<String> known = names();
        known.addAll(beside);
        return read(json, at, base, known);
    }

    /** What is said of a path. Its times are those of requests, and users wait for it unless it says otherwise. */
    Limits path(JsonObject json, String at, Limits service) {
        return read(json, at, service.ofPath(), namesOfPaths());
    }

    private Limits read(JsonObject json, String at, Limits base, Set<String> known) {
        reader.known(json, at, known);
        Map<Metric, Threshold> thresholds = new EnumMap<>(Metric.class);
        thresholds.putAll(base.thresholds());
        for (String name : json.fieldNames()) {
            if (known.contains(name)) {
                Metric.of(name)
                        .ifPresent(metric ->
                                thresholds.put(metric, threshold(json.getValue(name), at + "." + name, metric)));
            }
        }
        long window = Math.round(reader.number(
                json, at, MEMORY_WINDOW, 1, 1_440, base.memoryWindow().toMinutes()));
        double lasting = reader.number(
                json, at, FOR_SECONDS, 0, LONGEST_SECONDS, base.lasting().toSeconds());
        return new Limits(
                thresholds,
                critical(json, at, base.critical()),
                (int) Math.round(reader.number(json, at, CONSECUTIVE, 1, 100, base.consecutive())),
                Duration.ofSeconds(Math.round(lasting)),
                reader.number(json, at, HYSTERESIS, 0, 50, base.hysteresisPercent()),
                Duration.ofMinutes(window));
    }

    private boolean critical(JsonObject json, String at, boolean otherwise) {
        Object value = json.getValue(CRITICAL, otherwise);
        if (value instanceof Boolean critical) {
            return critical;
        }
        reader.wrong(at + "." + CRITICAL, "is " + SettingsReader.quote(value) + ": give true or false");
        return otherwise;
    }

    private Threshold threshold(Object value, String at, Metric metric) {
        if (OFF.equals(value)) {
            return Threshold.OFF;
        }
        if (!(value instanceof JsonObject json)) {
            reader.wrong(
                    at,
                    "is " + SettingsReader.quote(value) + ": give {\"warning\": N, \"critical\": N} or \"" + OFF
                            + "\"");
            return Threshold.OFF;
        }
        reader.known(json, at, Set.of(WARNING, CRITICAL));
        Double warning = limit(json, at, WARNING, metric);
        Double critical = limit(json, at, CRITICAL, metric);
        if (warning != null && critical != null && warning > critical) {
            reader.wrong(at, "has a warning of " + warning + " above the critical " + critical + ": change them about");
        }
        if (json.isEmpty()) {
            reader.wrong(at, "is empty: give a warning or a critical value, or \"" + OFF + "\"");
        }
        return new Threshold(warning, critical);
    }

    private Double limit(JsonObject json, String at, String name, Metric metric) {
        return json.containsKey(name) ? reader.number(json, at, name, 0, metric.most(), 0) : null;
    }

    /** As it is written. */
    static JsonObject written(Limits limits) {
        JsonObject json = new JsonObject();
        for (Metric metric : Metric.values()) {
            json.put(metric.wireName(), written(limits.thresholds().getOrDefault(metric, Threshold.OFF)));
        }
        return json.put(CRITICAL, limits.critical())
                .put(CONSECUTIVE, limits.consecutive())
                .put(FOR_SECONDS, limits.lasting().toSeconds())
                .put(HYSTERESIS, limits.hysteresisPercent())
                .put(MEMORY_WINDOW, limits.memoryWindow().toMinutes());
    }

    private static Object written(Threshold threshold) {
        JsonObject json = new JsonObject();
        if (threshold.warning() != null) {
            json.put(WARNING, threshold.warning());
        }
        if (threshold.critical() != null) {
            json.put(CRITICAL, threshold.critical());
        }
        return json.isEmpty() ? OFF : json;
    }
}
