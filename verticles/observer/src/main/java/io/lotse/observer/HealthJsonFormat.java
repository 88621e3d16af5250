package io.lotse.observer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.health.Vitals;

/**
 * {@code application/health+json} (draft-inadarei-api-health-check): under {@code checks} a list of observations for
 * each {@code component:measurement}. Earlier drafts said {@code details} and {@code metricValue}.
 */
final class HealthJsonFormat implements HealthFormat {

    @Override
    public boolean fits(JsonObject answer) {
        return observations(answer) != null;
    }

    @Override
    public NormalHealth read(JsonObject answer) {
        String word = Foreign.text(answer, STATUS);
        String release = Foreign.text(answer, "releaseId");
        String version = release != null ? release : Foreign.text(answer, "version");
        Vitals vitals = new Vitals(null, null, null, null, null, version, null);
        List<Part> parts = new ArrayList<>();
        for (Map.Entry<String, Object> each : observations(answer)) {
            Object value = each.getValue();
            for (Object one : value instanceof JsonArray list ? list : List.of(value == null ? "" : value)) {
                if (one instanceof JsonObject observation && parts.size() < NormalHealth.MOST_PARTS) {
                    parts.add(part(each.getKey(), observation));
                    vitals = vitals.or(vitals(each.getKey(), observation));
                }
            }
        }
        return new NormalHealth(StatusWords.meaning(word), word, vitals, parts);
    }

    private static JsonObject observations(JsonObject answer) {
        JsonObject checks = Foreign.object(answer, "checks");
        return checks != null ? checks : Foreign.object(answer, "details");
    }

    private static Part part(String name, JsonObject observation) {
        String word = Foreign.text(observation, STATUS);
        return new Part(Foreign.quote(name), StatusWords.meaning(word), word, Foreign.text(observation, "output"));
    }

    private static Vitals vitals(String name, JsonObject observation) {
        String unit = unit(observation);
        Double value = Foreign.number(
                observation.containsKey("observedValue")
                        ? observation.getValue("observedValue")
                        : observation.getValue("metricValue"));
        if (value == null) {
            return Vitals.NONE;
        }
        return switch (name) {
            case "cpu:utilization" -> new Vitals(percent(value, unit), null, null, null, null, null, null);
            case "memory:utilization" -> new Vitals(null, bytes(value, unit), null, null, null, null, null);
            case "uptime", "system:uptime" -> new Vitals(null, null, null, null, null, null, uptime(value, unit));
            default -> Vitals.NONE;
        };
    }

    private static String unit(JsonObject observation) {
        String unit = Foreign.text(observation, "observedUnit");
        String earlier = unit != null ? unit : Foreign.text(observation, "metricUnit");
        return earlier == null ? "" : earlier;
    }

    /** Null for what cannot be a share, such as a load of several processors. */
    private static Double percent(double value, String unit) {
        return unit.startsWith("percent") || unit.equals("%") ? Foreign.share(value / 100) : null;
    }

    /** Null for a unit that is none of bytes. */
    private static Long bytes(double value, String unit) {
        return switch (unit) {
            case "B", "bytes", "byte" -> Math.round(value);
            case "KB", "kB" -> Math.round(value * 1e3);
            case "MB" -> Math.round(value * 1e6);
            case "GB" -> Math.round(value * 1e9);
            case "KiB" -> Math.round(value * (1L << 10));
            case "MiB" -> Math.round(value * (1L << 20));
            case "GiB" -> Math.round(value * (1L << 30));
            default -> null;
        };
    }

    private static Duration uptime(double value, String unit) {
        return switch (unit) {
            case "", "s", "sec", "seconds" -> Foreign.seconds(value);
            case "ms" -> Foreign.seconds(value / 1_000);
            default -> null;
        };
    }
}
