package io.lotse.observer;

import java.util.Set;
import java.util.TreeSet;

import io.vertx.core.json.JsonObject;

/**
 * What routes are held to under load. A node only checks these sections, so that a mistake is told where the file is
 * read; load runs ({@code perf/run}) hold what they measured against them.
 */
final class LoadLimits {
    /** By the route's name: holds in all journeys. */
    static final String ROUTES = "routes";
    /** By the journey's name and in it by the report's row: goes before what the route says. */
    static final String JOURNEYS = "journeys";

    private static final Set<String> KNOWN_JOURNEYS =
            Set.of("steady", "spike", "soak", "node-killed", "rolling-restart");
    private static final String P95 = "p95_ms";
    private static final String P99 = "p99_ms";
    private static final String FAILED = "failed_percent";
    private static final Set<String> FIGURES = Set.of(P95, P99, FAILED);
    private static final double LONGEST_MILLIS = 3_600_000;

    private final SettingsReader reader;

    /** @param reader is told the mistakes */
    LoadLimits(SettingsReader reader) {
        this.reader = reader;
    }

    void check(JsonObject file) {
        rows(reader.object(file, "", ROUTES), ROUTES);
        JsonObject journeys = reader.object(file, "", JOURNEYS);
        reader.known(journeys, JOURNEYS, KNOWN_JOURNEYS);
        for (String journey : new TreeSet<>(journeys.fieldNames())) {
            rows(reader.object(journeys, JOURNEYS, journey), JOURNEYS + "." + journey);
        }
    }

    private void rows(JsonObject rows, String at) {
        for (String row : new TreeSet<>(rows.fieldNames())) {
            limit(reader.object(rows, at, row), at + "." + row);
        }
    }

    private void limit(JsonObject json, String at) {
        if (json.isEmpty()) {
            reader.wrong(at, "says nothing: give one or more of " + String.join(", ", new TreeSet<>(FIGURES)));
        }
        reader.known(json, at, FIGURES);
        double p95 = reader.number(json, at, P95, 1, LONGEST_MILLIS, 1);
        double p99 = reader.number(json, at, P99, 1, LONGEST_MILLIS, LONGEST_MILLIS);
        reader.number(json, at, FAILED, 0, 100, 0);
        if (p95 > p99) {
            reader.wrong(
                    at, "has a " + P95 + " of " + p95 + " above the " + P99 + " of " + p99 + ": change them about");
        }
    }
}
