package io.lotse.observer;

import java.util.ArrayList;
import java.util.List;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.health.HealthStatus;
import io.lotse.contracts.health.Vitals;

/**
 * A health answer in the uniform structure, whatever format it came in.
 *
 * @param status {@link HealthStatus#UNKNOWN} for a word that is not understood
 * @param word the status as the service says it; null where it says none
 * @param vitals what it measured of itself
 * @param parts what it depends on, at most {@link #MOST_PARTS}
 */
record NormalHealth(HealthStatus status, String word, Vitals vitals, List<Part> parts) {
    /** More than this many are not read. */
    static final int MOST_PARTS = 100;

    NormalHealth {
        parts = List.copyOf(parts.size() > MOST_PARTS ? parts.subList(0, MOST_PARTS) : parts);
    }

    /** The answer in JSON, as the published schema describes it; parts whose word is not understood are left out. */
    JsonObject toJson() {
        JsonObject json = new JsonObject().put("status", status.wireName()).mergeIn(ContractCodec.encode(vitals));
        List<JsonObject> checks = new ArrayList<>();
        for (Part part : parts) {
            if (part.status() != HealthStatus.UNKNOWN) {
                JsonObject check = new JsonObject()
                        .put("name", part.name())
                        .put("status", part.status().wireName());
                checks.add(part.detail() == null ? check : check.put("detail", part.detail()));
            }
        }
        return checks.isEmpty() ? json : json.put("checks", new JsonArray(checks));
    }
}
