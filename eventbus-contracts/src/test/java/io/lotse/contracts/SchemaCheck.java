package io.lotse.contracts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Checks JSON against the part of JSON Schema that the published document uses. */
final class SchemaCheck {
    private final JsonObject schemas;
    private final List<String> mistakes = new ArrayList<>();

    SchemaCheck(JsonObject schemas) {
        this.schemas = schemas;
    }

    List<String> mistakes(String schema, JsonObject json) {
        check(schemas.getJsonObject(schema), json, schema);
        return mistakes;
    }

    private void check(JsonObject schema, Object value, String path) {
        if (schema.containsKey("$ref")) {
            String reference = schema.getString("$ref");
            check(schemas.getJsonObject(reference.substring(reference.lastIndexOf('/') + 1)), value, path);
            return;
        }
        schema.getJsonArray("allOf", new JsonArray()).forEach(part -> check((JsonObject) part, value, path));
        require(!schema.containsKey("enum") || schema.getJsonArray("enum").contains(value), path, "none of the enum");
        switch (schema.getString("type", "any")) {
            case "object" -> checkObject(schema, value, path);
            case "array" -> checkArray(schema, value, path);
            case "string" -> checkText(schema, value, path);
            case "boolean" -> require(value instanceof Boolean, path, "no boolean");
            case "integer" -> {
                require(value instanceof Integer || value instanceof Long, path, "no integer");
                checkRange(schema, value, path);
            }
            case "number" -> {
                require(value instanceof Number, path, "no number");
                checkRange(schema, value, path);
            }
            default -> require(value != null, path, "nothing");
        }
    }

    private void checkObject(JsonObject schema, Object value, String path) {
        if (!(value instanceof JsonObject object)) {
            require(false, path, "no object");
            return;
        }
        JsonObject properties = schema.getJsonObject("properties", new JsonObject());
        schema.getJsonArray("required", new JsonArray())
                .forEach(name -> require(object.containsKey((String) name), path + "." + name, "missing"));
        for (String name : object.fieldNames()) {
            JsonObject field = properties.getJsonObject(name, schema.getJsonObject("additionalProperties"));
            require(field != null, path + "." + name, "not described");
            if (field != null) {
                check(field, object.getValue(name), path + "." + name);
            }
        }
    }

    private void checkArray(JsonObject schema, Object value, String path) {
        if (!(value instanceof JsonArray array)) {
            require(false, path, "no array");
            return;
        }
        require(array.size() >= schema.getInteger("minItems", 0), path, "too short");
        require(array.size() <= schema.getInteger("maxItems", Integer.MAX_VALUE), path, "too long");
        for (int i = 0; i < array.size(); i++) {
            check(schema.getJsonObject("items"), array.getValue(i), path + "[" + i + "]");
        }
    }

    private void checkText(JsonObject schema, Object value, String path) {
        require(value instanceof String, path, "no string");
        if ("date-time".equals(schema.getString("format"))) {
            Instant.parse((String) value);
        }
    }

    private void checkRange(JsonObject schema, Object value, String path) {
        double number = ((Number) value).doubleValue();
        require(number >= schema.getDouble("minimum", -Double.MAX_VALUE), path, "too small");
        require(number <= schema.getDouble("maximum", Double.MAX_VALUE), path, "too large");
    }

    private void require(boolean holds, String path, String mistake) {
        if (!holds) {
            mistakes.add(path + ": " + mistake);
        }
    }
}
