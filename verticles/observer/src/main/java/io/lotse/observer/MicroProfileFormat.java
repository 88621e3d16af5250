package io.lotse.observer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.health.Vitals;

/**
 * MicroProfile Health (Quarkus, Open Liberty, Helidon) and Vert.x health checks: a list of checks that say {@code UP} or
 * {@code DOWN}. The first two measure the heap in the {@code data} of a check.
 */
final class MicroProfileFormat implements HealthFormat {
    private static final String CHECKS = "checks";

    @Override
    public boolean fits(JsonObject answer) {
        return answer.getValue(CHECKS) instanceof JsonArray
                && answer.getValue(STATUS) instanceof String word
                && (word.equals("UP") || word.equals("DOWN"));
    }

    @Override
    public NormalHealth read(JsonObject answer) {
        String word = Foreign.text(answer, STATUS);
        Vitals vitals = Vitals.NONE;
        List<Part> parts = new ArrayList<>();
        for (Object one : answer.getJsonArray(CHECKS)) {
            if (one instanceof JsonObject check && parts.size() < NormalHealth.MOST_PARTS) {
                Part part = part(check);
                parts.add(part);
                vitals = vitals.or(heap(part.name(), Foreign.object(check, "data")));
            }
        }
        return new NormalHealth(StatusWords.meaning(word), word, vitals, parts);
    }

    private static Part part(JsonObject check) {
        String named = Foreign.text(check, "name");
        String name = named != null ? named : Foreign.text(check, "id");
        String word = Foreign.text(check, STATUS);
        return new Part(name == null ? "check" : name, StatusWords.meaning(word), word, reason(check));
    }

    /** The texts of the data of a check that is not well. */
    private static String reason(JsonObject check) {
        JsonObject data = Foreign.object(check, "data");
        if (data == null || "UP".equals(check.getValue(STATUS))) {
            return null;
        }
        List<String> texts = data.stream()
                .filter(e -> e.getValue() instanceof String text && Foreign.number(text) == null)
                .filter(e -> !e.getValue().equals("UP"))
                .map(e -> e.getKey() + ": " + e.getValue())
                .toList();
        return texts.isEmpty() ? null : Foreign.quote(String.join(", ", texts));
    }

    /** Helidon tells {@code totalBytes}, {@code freeBytes} and {@code maxBytes}; others {@code used} and {@code max}. */
    private static Vitals heap(String check, JsonObject data) {
        if (data == null || !check.toLowerCase(Locale.ROOT).contains("heap")) {
            return Vitals.NONE;
        }
        Long total = Foreign.whole(data.getValue("totalBytes"));
        Long free = Foreign.whole(data.getValue("freeBytes"));
        Long used = first(data, "used", "usedBytes");
        if (total != null && free != null && free <= total) {
            used = total - free;
        }
        return new Vitals(null, used, first(data, "maxBytes", "max"), null, null, null, null);
    }

    private static Long first(JsonObject data, String name, String otherwise) {
        Object value = data.getValue(name) instanceof Number number ? number : data.getValue(otherwise);
        return value instanceof Number ? Foreign.whole(value) : null;
    }
}
