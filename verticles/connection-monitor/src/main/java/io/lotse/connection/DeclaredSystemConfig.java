package io.lotse.connection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * A {@code system_config.json}: an existing file works as it is. What cannot be what it is meant to be is a mistake, what
 * is not known or no longer needed is warned of.
 *
 * @param config what it says; to be used only where there are no mistakes
 * @param mistakes each mistake, with the key
 * @param warnings each thing that has no effect, with the key
 */
public record DeclaredSystemConfig(SystemConfig config, List<String> mistakes, List<String> warnings) {
    private static final String SECTION = "ConnectionMonitor";
    private static final String FORWARDS = "PortForwardConfig";
    private static final Set<String> KNOWN = Set.of(
            "Enabled",
            "AutoStart",
            "Mode",
            "CheckInterval",
            "MaxRestartAttempts",
            "ServicesToMonitor",
            FORWARDS,
            "ScriptPath");
    private static final Set<String> KNOWN_OF_FORWARD = Set.of("PrimaryPort", "AlternativePorts");
    private static final int LONGEST_INTERVAL_SECONDS = 86_400;

    /** Reads the file's text. */
    public static DeclaredSystemConfig read(String text) {
        List<String> mistakes = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        SystemConfig config = SystemConfig.NONE;
        try {
            // editors of Windows like to begin a file with a mark
            config = read(new JsonObject(text.replaceFirst("^\uFEFF", "")), mistakes, warnings);
        } catch (DecodeException e) {
            mistakes.add("is no JSON object: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
        return new DeclaredSystemConfig(config, List.copyOf(mistakes), List.copyOf(warnings));
    }

    private static SystemConfig read(JsonObject file, List<String> mistakes, List<String> warnings) {
        unknown("", file, Set.of(SECTION), warnings);
        Object value = file.getValue(SECTION);
        if (value == null) {
            return SystemConfig.NONE;
        }
        if (!(value instanceof JsonObject section)) {
            mistakes.add(SECTION + ": is no object");
            return SystemConfig.NONE;
        }
        unknown(SECTION + ".", section, KNOWN, warnings);
        if (section.containsKey("ScriptPath")) {
            warnings.add(SECTION + ".ScriptPath: is replaced: the node watches by itself and runs no such script");
        }
        Integer interval = number(section, "CheckInterval", 1, LONGEST_INTERVAL_SECONDS, mistakes);
        return new SystemConfig(
                flag(section, "Enabled", mistakes),
                flag(section, "AutoStart", mistakes),
                mode(section.getValue("Mode"), warnings),
                interval == null ? null : Duration.ofSeconds(interval),
                number(section, "MaxRestartAttempts", 0, 100, mistakes),
                names(section.getValue("ServicesToMonitor"), mistakes),
                forwards(section.getValue(FORWARDS), mistakes, warnings));
    }

    private static void unknown(String at, JsonObject object, Set<String> known, List<String> warnings) {
        object.fieldNames().stream()
                .filter(key -> !known.contains(key))
                .forEach(key ->
                        warnings.add(at + key + ": is not read: there are " + String.join(", ", new TreeSet<>(known))));
    }

    /** Null if it is not there, or not known: an older file is no reason not to start. */
    private static SystemConfig.Mode mode(Object value, List<String> warnings) {
        if (value == null) {
            return null;
        }
        return SystemConfig.Mode.of(value.toString()).orElseGet(() -> {
            warnings.add(SECTION + ".Mode: is " + value
                    + ", which is not known, and has no effect: there are Foreground, Background, Scheduled, Service,"
                    + " PortsOnly");
            return null;
        });
    }

    private static boolean flag(JsonObject section, String key, List<String> mistakes) {
        Object value = section.getValue(key, true);
        if (value instanceof Boolean flag) {
            return flag;
        }
        mistakes.add(SECTION + "." + key + ": is " + value + ": give true or false");
        return true;
    }

    /** Null if it is not there. */
    private static Integer number(JsonObject section, String key, int min, int max, List<String> mistakes) {
        Object value = section.getValue(key);
        if (value == null || value instanceof Integer number && number >= min && number <= max) {
            return (Integer) value;
        }
        mistakes.add(SECTION + "." + key + ": is " + value + ": give " + min + " to " + max);
        return null;
    }

    private static List<String> names(Object value, List<String> mistakes) {
        if (value == null) {
            return List.of();
        }
        if (value instanceof JsonArray array && array.stream().allMatch(String.class::isInstance)) {
            return array.stream().map(String.class::cast).toList();
        }
        mistakes.add(SECTION + ".ServicesToMonitor: is no list of names");
        return List.of();
    }

    private static Map<String, List<Integer>> forwards(Object value, List<String> mistakes, List<String> warnings) {
        Map<String, List<Integer>> forwards = new LinkedHashMap<>();
        if (value instanceof JsonObject services) {
            for (String service : services.fieldNames()) {
                String at = SECTION + "." + FORWARDS + "." + service;
                if (services.getValue(service) instanceof JsonObject forward) {
                    unknown(at + ".", forward, KNOWN_OF_FORWARD, warnings);
                    forwards.put(service, ports(at, forward, mistakes));
                } else {
                    mistakes.add(at + ": is no object: give PrimaryPort and AlternativePorts");
                }
            }
        } else if (value != null) {
            mistakes.add(SECTION + "." + FORWARDS + ": is no object: give each service's name with its ports");
        }
        return forwards;
    }

    private static List<Integer> ports(String at, JsonObject forward, List<String> mistakes) {
        List<Object> given = new ArrayList<>();
        given.add(forward.getValue("PrimaryPort"));
        if (forward.getValue("AlternativePorts", new JsonArray()) instanceof JsonArray alternatives) {
            given.addAll(alternatives.getList());
        } else {
            mistakes.add(at + ".AlternativePorts: is no list of ports");
        }
        List<Integer> ports = new ArrayList<>();
        for (Object port : given) {
            if (port instanceof Integer number && number >= 1 && number <= 65_535) {
                ports.add(number);
            } else {
                mistakes.add(at + ": has " + port + " for a port: give 1 to 65535");
            }
        }
        return ports;
    }
}
