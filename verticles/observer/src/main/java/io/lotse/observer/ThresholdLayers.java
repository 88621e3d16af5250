package io.lotse.observer;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.vertx.core.json.JsonObject;

import io.lotse.contracts.health.ThresholdSource;
import io.lotse.contracts.health.ThresholdValue;
import io.lotse.contracts.health.ThresholdsQuery;

/**
 * What a node's file says and what the mesh says, together: an endpoint or a path goes before its service, that before the
 * defaults; at the same place the mesh goes before the file, value by value.
 *
 * @param file what the file says, without mistakes
 * @param mesh what the ledger says, without mistakes
 */
record ThresholdLayers(JsonObject file, JsonObject mesh) {
    private static final List<String> PARTS = List.of(SettingsReader.ENDPOINTS, SettingsReader.PATHS);

    /** Both as one, written as in a file. */
    JsonObject merged() {
        JsonObject merged = file.copy();
        merged.put(SettingsReader.DEFAULTS, over(file, mesh, SettingsReader.DEFAULTS));
        JsonObject services = over(file, mesh, SettingsReader.SERVICES);
        for (String name : object(mesh, SettingsReader.SERVICES).fieldNames()) {
            JsonObject own = object(object(file, SettingsReader.SERVICES), name);
            JsonObject its = object(object(mesh, SettingsReader.SERVICES), name);
            JsonObject service = own.copy().mergeIn(its);
            for (String part : PARTS) {
                if (own.containsKey(part) && its.containsKey(part)) {
                    service.put(part, eachOver(object(own, part), object(its, part)));
                }
            }
            services.put(name, service);
        }
        return merged.put(SettingsReader.SERVICES, services);
    }

    private static JsonObject over(JsonObject below, JsonObject above, String name) {
        return object(below, name).copy().mergeIn(object(above, name));
    }

    private static JsonObject eachOver(JsonObject below, JsonObject above) {
        JsonObject all = below.copy();
        above.fieldNames().forEach(name -> all.put(name, over(below, above, name)));
        return all;
    }

    /** What holds where the query asks, and who says it. */
    List<ThresholdValue> values(ThresholdsQuery query) {
        List<ThresholdValue> values = new ArrayList<>();
        if (query.service() == null) {
            all(new Place(null, null, null), values);
            TreeSet<String> services =
                    new TreeSet<>(object(file, SettingsReader.SERVICES).fieldNames());
            services.addAll(object(mesh, SettingsReader.SERVICES).fieldNames());
            services.forEach(service -> said(service, values));
        } else {
            all(new Place(query.service(), query.endpoint(), query.path()), values);
        }
        return values;
    }

    /** Everything that holds at a place. */
    private void all(Place place, List<ThresholdValue> values) {
        Set<String> names = place.path() == null ? LimitsReader.names() : LimitsReader.namesOfPaths();
        names.forEach(name -> {
            for (Saying saying : sayings(place)) {
                if (saying.json().containsKey(name) && saying.isFor(name)) {
                    values.add(place.value(name, saying));
                    return;
                }
            }
        });
    }

    /** What is said of a service and of parts of it, and of nothing else. */
    private void said(String service, List<ThresholdValue> values) {
        Place whole = new Place(service, null, null);
        saidAt(whole, LimitsReader.names(), values);
        for (String part : PARTS) {
            Set<String> named = new TreeSet<>(object(whole.in(file), part).fieldNames());
            named.addAll(object(whole.in(mesh), part).fieldNames());
            boolean isPath = part.equals(SettingsReader.PATHS);
            named.forEach(name -> {
                Place place = new Place(service, isPath ? null : name, isPath ? name : null);
                // a path that nothing is said of is held to something, too
                if (isPath) {
                    all(place, values);
                } else {
                    saidAt(place, LimitsReader.names(), values);
                }
            });
        }
    }

    private void saidAt(Place place, Set<String> names, List<ThresholdValue> values) {
        names.forEach(name -> {
            if (place.in(mesh).containsKey(name)) {
                values.add(place.value(name, new Saying(ThresholdSource.MESH, place.in(mesh), true)));
            } else if (place.in(file).containsKey(name)) {
                values.add(place.value(name, new Saying(ThresholdSource.FILE, place.in(file), true)));
            }
        });
    }

    /** All that say something of a place, those that go before others first. */
    private List<Saying> sayings(Place place) {
        List<Saying> sayings = new ArrayList<>();
        boolean near = true;
        for (Place at = place; at != null; at = at.wider()) {
            sayings.add(new Saying(ThresholdSource.MESH, at.in(mesh), near));
            sayings.add(new Saying(ThresholdSource.FILE, at.in(file), near));
            near = place.path() == null;
        }
        JsonObject builtIn = LimitsReader.written(place.path() == null ? Limits.DEFAULT : Limits.DEFAULT.ofPath());
        sayings.add(new Saying(ThresholdSource.BUILT_IN, builtIn, true));
        return sayings;
    }

    /** @param all whether it counts for times and for whom users wait: what is said of a service is not said of its paths */
    private record Saying(ThresholdSource source, JsonObject json, boolean all) {
        boolean isFor(String name) {
            return all || !name.equals(Metric.RESPONSE_TIME_MS.wireName()) && !name.equals(LimitsReader.CRITICAL);
        }
    }

    private record Place(String service, String endpoint, String path) {
        /** What stands at this place. */
        JsonObject in(JsonObject settings) {
            if (service == null) {
                return object(settings, SettingsReader.DEFAULTS);
            }
            JsonObject whole = object(object(settings, SettingsReader.SERVICES), service);
            if (endpoint != null) {
                return object(object(whole, SettingsReader.ENDPOINTS), endpoint);
            }
            return path == null ? whole : object(object(whole, SettingsReader.PATHS), path);
        }

        /** Null for none. */
        Place wider() {
            if (service == null) {
                return null;
            }
            return endpoint == null && path == null ? new Place(null, null, null) : new Place(service, null, null);
        }

        ThresholdValue value(String name, Saying saying) {
            Object value = saying.json().getValue(name);
            return new ThresholdValue(
                    service,
                    endpoint,
                    path,
                    name,
                    value instanceof JsonObject threshold ? threshold.getMap() : value,
                    saying.source());
        }
    }

    private static JsonObject object(JsonObject json, String name) {
        return json.getJsonObject(name, new JsonObject());
    }
}
