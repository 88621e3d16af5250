package io.lotse.openapi;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * A parameter of an operation, and how its value is written (OpenAPI 3, style and explode).
 *
 * @param name its name; of a header in lower case
 * @param place where it stands in a request
 * @param form how its value is written
 * @param separator what stands between the parts of a value that is written in one; empty where each part is written for itself
 * @param text of the value, or of the items of a list
 * @param properties of an object's
 */
public record ApiParameter(
        String name, Place place, Form form, String separator, ApiText text, Map<String, ApiText> properties) {
    /** Where a parameter stands. */
    public enum Place {
        PATH,
        QUERY,
        HEADER,
        COOKIE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How a value is written. */
    public enum Form {
        /** One text. */
        TEXT,
        LIST,
        /** Names and values, one after the other. */
        OBJECT,
        /** {@code name[property]=value}. */
        DEEP_OBJECT,
        /** JSON. */
        JSON,
        /** In a way that is not understood here: it has to be there, and that is all. */
        OPAQUE
    }

    /**
     * Puts the value into the place's JSON object, if the request has one.
     *
     * @param sent what the request has in this place, by name
     */
    void put(Map<String, List<String>> sent, JsonObject into) {
        if (form == Form.OBJECT && separator.isEmpty()) {
            putIfAny(into, spread(sent, ""));
        } else if (form == Form.DEEP_OBJECT) {
            putIfAny(into, spread(sent, name));
        } else {
            List<String> values = sent.get(name);
            if (values != null && !values.isEmpty()) {
                into.put(name, value(values));
            }
        }
    }

    private void putIfAny(JsonObject into, JsonObject value) {
        if (!value.isEmpty()) {
            into.put(name, value);
        }
    }

    /** An object whose properties are parameters of their own. */
    private JsonObject spread(Map<String, List<String>> sent, String around) {
        JsonObject object = new JsonObject();
        properties.forEach((property, its) -> {
            List<String> values = sent.get(around.isEmpty() ? property : around + "[" + property + "]");
            if (values != null && !values.isEmpty()) {
                object.put(property, its.value(values.get(0)));
            }
        });
        return object;
    }

    private Object value(List<String> values) {
        return switch (form) {
            case LIST -> list(separator.isEmpty() ? values : parts(values.get(0)));
            case OBJECT -> object(parts(values.get(0)));
            case JSON -> json(values.get(0));
            default -> text.value(values.get(0));
        };
    }

    private List<String> parts(String value) {
        return value.isEmpty() ? List.of() : Arrays.asList(value.split(Pattern.quote(separator), -1));
    }

    private JsonArray list(List<String> parts) {
        JsonArray list = new JsonArray();
        parts.forEach(part -> list.add(text.value(part.strip())));
        return list;
    }

    private JsonObject object(List<String> parts) {
        JsonObject object = new JsonObject();
        for (int i = 0; i + 1 < parts.size(); i += 2) {
            String property = parts.get(i);
            object.put(property, properties.getOrDefault(property, ApiText.ANY).value(parts.get(i + 1)));
        }
        return object;
    }

    private static Object json(String value) {
        try {
            return Json.decodeValue(value);
        } catch (DecodeException e) {
            return value;
        }
    }
}
