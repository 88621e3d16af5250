package io.lotse.observer;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.lotse.contracts.health.Vitals;

/**
 * What a service shows to Prometheus: what its libraries tell of heap, processor and pools under their usual names, those of
 * Micrometer (Spring's Actuator, Quarkus, Vert.x) and of Prometheus's own clients.
 */
final class PrometheusText {
    private static final Pattern LINE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})?[ \\t]+(\\S+).*");
    private static final Pattern POOL = Pattern.compile("pool=\"([^\"]*)\"");
    private static final String HEAP = "area=\"heap\"";

    private double cpu = Double.NaN;
    private double heap;
    private double heapLimit;
    private double resident;
    private double uptime = Double.NaN;
    private final Map<String, Double> active = new HashMap<>();
    private final Map<String, Double> most = new HashMap<>();

    private PrometheusText() {}

    /** What the page tells; a line that is none, or was cut short, is left out. */
    static Vitals vitals(String page, boolean isCut) {
        PrometheusText read = new PrometheusText();
        String whole = isCut ? page.substring(0, page.lastIndexOf('\n') + 1) : page;
        whole.lines().filter(line -> !line.startsWith("#")).forEach(read::line);
        return read.vitals();
    }

    private void line(String line) {
        Matcher sample = LINE.matcher(line);
        if (!sample.matches()) {
            return;
        }
        double value;
        try {
            value = Double.parseDouble(sample.group(3));
        } catch (NumberFormatException notOne) {
            return;
        }
        if (value >= 0 && !Double.isInfinite(value)) {
            take(sample.group(1), sample.group(2) == null ? "" : sample.group(2), value);
        }
    }

    private void take(String name, String labels, double value) {
        switch (name) {
            case "process_cpu_usage" -> cpu = value;
            case "process_uptime_seconds" -> uptime = value;
            case "process_resident_memory_bytes" -> resident = value;
            case "jvm_memory_used_bytes" -> heap += labels.contains(HEAP) ? value : 0;
            case "jvm_memory_max_bytes" -> heapLimit += labels.contains(HEAP) ? value : 0;
            case "hikaricp_connections_active" -> active.put(pool(labels), value);
            case "hikaricp_connections_max" -> most.put(pool(labels), value);
            default -> {
                // of no use here
            }
        }
    }

    private static String pool(String labels) {
        Matcher pool = POOL.matcher(labels);
        return pool.find() ? pool.group(1) : "";
    }

    private Vitals vitals() {
        boolean isJvm = heap > 0;
        double used = isJvm ? heap : resident;
        Double load = most.entrySet().stream()
                .filter(pool -> pool.getValue() > 0 && active.containsKey(pool.getKey()))
                .map(pool -> active.get(pool.getKey()) / pool.getValue())
                .max(Double::compare)
                .orElse(null);
        return new Vitals(
                Double.isNaN(cpu) ? null : cpu,
                used > 0 ? (long) used : null,
                isJvm && heapLimit > 0 ? (long) heapLimit : null,
                load,
                null,
                null,
                Double.isNaN(uptime) ? null : Duration.ofSeconds((long) uptime));
    }
}
