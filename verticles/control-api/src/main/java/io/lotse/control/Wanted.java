package io.lotse.control;

import java.util.stream.Collectors;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.Counts;

/** Plain words for what a schema wants and for what was given instead. */
final class Wanted {
    private static final int MOST_SHOWN = 60;

    private Wanted() {}

    /**
     * What to give: the schema's own words ({@code x-wanted}), else those that its keywords make.
     *
     * @param items the schema of a list's items; null for what is no list
     */
    static String by(JsonObject schema, JsonObject items) {
        if (schema.containsKey("x-wanted")) {
            return schema.getString("x-wanted");
        }
        if (schema.containsKey("enum")) {
            return "one of "
                    + schema.getJsonArray("enum").stream().map(String::valueOf).collect(Collectors.joining(", "));
        }
        return switch (schema.getString("type")) {
            case "string" -> "a text" + bounds(schema, "minLength", "maxLength", " of ", " characters");
            case "integer" -> "a whole number" + bounds(schema, "minimum", "maximum", " from ", "");
            case "number" -> "a number" + bounds(schema, "minimum", "maximum", " from ", "");
            case "boolean" -> "true or false";
            case "array" -> list(schema, items);
            default -> "an object";
        };
    }

    /** What was given, shortened. */
    static String shown(Object value) {
        String text = Json.encode(value);
        String start = text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "...";
        if (value instanceof JsonArray list) {
            return "the list " + start + " of " + Counts.of(list.size(), "item");
        }
        return value instanceof JsonObject ? "the object " + start : start;
    }

    private static String list(JsonObject schema, JsonObject items) {
        String unique = schema.getBoolean("uniqueItems", false) ? ", none twice" : "";
        return "a list" + bounds(schema, "minItems", "maxItems", " of ", " items") + unique + ", each "
                + by(items, null);
    }

    private static String bounds(JsonObject schema, String low, String high, String before, String after) {
        if (!schema.containsKey(high)) {
            return "";
        }
        return before + schema.getValue(low, 0) + " to " + schema.getValue(high) + after;
    }
}
