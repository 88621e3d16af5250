package io.lotse.launcher.gate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * What a run measured, or the baseline that runs are compared with: the same file.
 *
 * @param journey what was done, such as steady
 * @param command how it was done, for people; null if not told
 * @param at when, for people; null if not told
 * @param rows by name, in their order
 */
public record RunFile(String journey, String command, String at, Map<String, Row> rows) {
    private static final int FORMAT = 1;
    private static final String FORMAT_KEY = "format";
    private static final String JOURNEY = "journey";
    private static final String ROWS = "rows";
    private static final String NAME = "name";
    private static final String ROUTE = "route";
    private static final String REQUESTS = "requests";

    /**
     * What was measured of one activity.
     *
     * @param route the gateway's route that it asked; null for none
     * @param requests how many there were
     * @param figures what was measured
     */
    public record Row(String name, String route, long requests, Map<Measure, Double> figures) {}

    /**
     * Reads a file that a load run wrote.
     *
     * @throws GateException with all of its mistakes
     */
    public static RunFile read(Path file) throws GateException {
        List<String> mistakes = new ArrayList<>();
        RunFile run = null;
        try {
            run = of(new JsonObject(Files.readString(file)), mistakes);
        } catch (IOException e) {
            mistakes.add("cannot be read: " + e.getMessage());
        } catch (DecodeException | ClassCastException e) {
            mistakes.add("is not the JSON of a run: " + e.getMessage());
        }
        if (!mistakes.isEmpty()) {
            throw new GateException(file + " " + String.join("; ", mistakes));
        }
        return run;
    }

    private static RunFile of(JsonObject json, List<String> mistakes) {
        if (!Integer.valueOf(FORMAT).equals(json.getValue(FORMAT_KEY))) {
            mistakes.add("has " + FORMAT_KEY + " " + json.getValue(FORMAT_KEY) + ": this release reads " + FORMAT);
        }
        if (json.getString(JOURNEY) == null) {
            mistakes.add("names no " + JOURNEY);
        }
        Map<String, Row> rows = new LinkedHashMap<>();
        for (Object each : json.getJsonArray(ROWS, new JsonArray())) {
            JsonObject row = (JsonObject) each;
            String name = row.getString(NAME);
            if (name == null || rows.containsKey(name)) {
                mistakes.add(name == null ? "has a row without a " + NAME : "has two rows " + name);
            } else {
                rows.put(name, new Row(name, row.getString(ROUTE), row.getLong(REQUESTS, 0L), figures(row)));
            }
        }
        if (rows.isEmpty()) {
            mistakes.add("has no " + ROWS);
        }
        return new RunFile(json.getString(JOURNEY), json.getString("command"), json.getString("at"), rows);
    }

    private static Map<Measure, Double> figures(JsonObject row) {
        Map<Measure, Double> figures = new EnumMap<>(Measure.class);
        for (Measure measure : Measure.values()) {
            Double value = row.getDouble(measure.key());
            if (value != null) {
                figures.put(measure, value);
            }
        }
        return figures;
    }

    /**
     * One run in place of several: of each figure the median, so that one run on a bad moment decides nothing. A row that is
     * missing in one of them is missing.
     *
     * @throws GateException if they are not of the same journey
     */
    public static RunFile median(List<RunFile> runs) throws GateException {
        RunFile first = runs.get(0);
        Set<String> names = new LinkedHashSet<>(first.rows().keySet());
        for (RunFile run : runs) {
            if (!run.journey().equals(first.journey())) {
                throw new GateException("the runs are of " + first.journey() + " and of " + run.journey()
                        + ": give runs of one journey");
            }
            names.retainAll(run.rows().keySet());
        }
        Map<String, Row> rows = new LinkedHashMap<>();
        names.forEach(name -> rows.put(
                name, medianRow(runs.stream().map(run -> run.rows().get(name)).toList())));
        return new RunFile(first.journey(), first.command(), first.at(), rows);
    }

    private static Row medianRow(List<Row> rows) {
        Map<Measure, Double> figures = new EnumMap<>(Measure.class);
        for (Measure measure : Measure.values()) {
            double[] values = rows.stream()
                    .filter(row -> row.figures().containsKey(measure))
                    .mapToDouble(row -> row.figures().get(measure))
                    .sorted()
                    .toArray();
            if (values.length == rows.size()) {
                figures.put(measure, median(values));
            }
        }
        long fewest = rows.stream().mapToLong(Row::requests).min().orElse(0);
        return new Row(rows.get(0).name(), rows.get(0).route(), fewest, figures);
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1
                ? sorted[middle]
                : Arrays.stream(sorted, middle - 1, middle + 1).average().orElse(0);
    }

    /** As it is written. */
    public JsonObject json() {
        JsonArray all = new JsonArray();
        rows.values().forEach(row -> {
            JsonObject json = new JsonObject().put(NAME, row.name());
            if (row.route() != null) {
                json.put(ROUTE, row.route());
            }
            json.put(REQUESTS, row.requests());
            row.figures().forEach((measure, value) -> json.put(measure.key(), value));
            all.add(json);
        });
        JsonObject json = new JsonObject().put(FORMAT_KEY, FORMAT).put(JOURNEY, journey);
        if (command != null) {
            json.put("command", command);
        }
        if (at != null) {
            json.put("at", at);
        }
        return json.put(ROWS, all);
    }
}
