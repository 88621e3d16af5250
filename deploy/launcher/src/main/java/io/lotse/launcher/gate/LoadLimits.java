package io.lotse.launcher.gate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/**
 * What {@code observer_config.json} holds load to, in its sections {@code routes} and {@code journeys}.
 *
 * @param routes by the route's name
 * @param journeys by the journey and in it by the row
 */
public record LoadLimits(
        Map<String, Map<Measure, Double>> routes, Map<String, Map<String, Map<Measure, Double>>> journeys) {
    public static final LoadLimits NONE = new LoadLimits(Map.of(), Map.of());

    /** @throws GateException if it cannot be read */
    public static LoadLimits read(Path file) throws GateException {
        try {
            JsonObject json = new JsonObject(Files.readString(file));
            Map<String, Map<String, Map<Measure, Double>>> journeys = new LinkedHashMap<>();
            JsonObject named = json.getJsonObject("journeys", new JsonObject());
            named.fieldNames().forEach(journey -> journeys.put(journey, rows(named.getJsonObject(journey))));
            return new LoadLimits(rows(json.getJsonObject("routes", new JsonObject())), journeys);
        } catch (IOException e) {
            throw new GateException(file + " cannot be read: " + e.getMessage());
        } catch (DecodeException | ClassCastException e) {
            throw new GateException(file + " has no limits that can be read: " + e.getMessage());
        }
    }

    private static Map<String, Map<Measure, Double>> rows(JsonObject json) {
        Map<String, Map<Measure, Double>> rows = new LinkedHashMap<>();
        for (String name : json.fieldNames()) {
            Map<Measure, Double> limits = new EnumMap<>(Measure.class);
            for (Measure measure : Measure.values()) {
                Double limit = json.getJsonObject(name).getDouble(measure.key());
                if (limit != null) {
                    limits.put(measure, limit);
                }
            }
            rows.put(name, limits);
        }
        return rows;
    }

    /** What a run's rows are held to: what is said of the journey goes before what is said of the route. */
    Map<String, Map<Measure, Double>> of(RunFile run) {
        Map<String, Map<Measure, Double>> limits = new LinkedHashMap<>();
        run.rows().values().forEach(row -> {
            if (row.route() != null && routes.containsKey(row.route())) {
                limits.put(row.name(), routes.get(row.route()));
            }
        });
        limits.putAll(journeys.getOrDefault(run.journey(), Map.of()));
        return limits;
    }
}
