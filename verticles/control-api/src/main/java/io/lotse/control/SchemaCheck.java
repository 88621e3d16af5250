package io.lotse.control;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.FieldError;

/**
 * Holds a value against a schema of the OpenAPI document and says each mistake in plain words: which field, what it is,
 * what to give. It knows the keywords that the document uses; a test sees to it that the document uses no other, and
 * that it agrees with a complete validator.
 */
final class SchemaCheck {
    private static final int MOST_ERRORS = 50;

    private final OpenApiDocument document;
    private final Map<String, Pattern> patterns = new ConcurrentHashMap<>();

    SchemaCheck(OpenApiDocument document) {
        this.document = document;
    }

    /** Each mistake of a value; at most some dozens. */
    List<FieldError> check(JsonObject schema, Object value, String field) {
        List<FieldError> errors = new ArrayList<>();
        check(schema, value, field, errors);
        return errors;
    }

    private void check(JsonObject unresolved, Object value, String field, List<FieldError> errors) {
        if (errors.size() >= MOST_ERRORS) {
            return;
        }
        JsonObject schema = document.resolve(unresolved);
        if (schema.containsKey("oneOf")) {
            checkAlternatives(schema, value, field, errors);
            return;
        }
        boolean right =
                switch (schema.getString("type")) {
                    case "string" -> value instanceof String s && isRight(schema, s);
                    case "integer" -> value instanceof Number n && isWhole(n) && isWithin(schema, n);
                    case "number" -> value instanceof Number n && isWithin(schema, n);
                    case "boolean" -> value instanceof Boolean;
                    case "array" -> value instanceof JsonArray a && isRight(schema, a);
                    default -> value instanceof JsonObject o && o.size() <= schema.getInteger("maxProperties", 10_000);
                };
        if (value instanceof String text && !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            // an escape can name one, and nobody could be told it again
            errors.add(new FieldError(field, "has half of a surrogate pair: give whole Unicode characters"));
        } else if (!right) {
            errors.add(new FieldError(field, "is " + Wanted.shown(value) + ": give " + wanted(schema)));
        } else if (value instanceof JsonArray a) {
            for (int i = 0; i < a.size(); i++) {
                check(schema.getJsonObject("items"), a.getValue(i), field + "[" + i + "]", errors);
            }
            checkOrder(schema, a, field, errors);
        } else if (value instanceof JsonObject o) {
            checkFields(schema, o, field, errors);
        }
    }

    /** What the value was meant to be, its kind tells: then its mistakes are said in detail. */
    private void checkAlternatives(JsonObject schema, Object value, String field, List<FieldError> errors) {
        List<JsonObject> alternatives = schema.getJsonArray("oneOf").stream()
                .map(each -> document.resolve((JsonObject) each))
                .toList();
        if (alternatives.stream().anyMatch(each -> check(each, value, field).isEmpty())) {
            return;
        }
        alternatives.stream()
                .filter(each -> value instanceof JsonArray && "array".equals(each.getString("type")))
                .findFirst()
                .ifPresentOrElse(
                        list -> check(list, value, field, errors),
                        () -> errors.add(new FieldError(
                                field, "is " + Wanted.shown(value) + ": give " + schema.getString("x-wanted"))));
    }

    private void checkFields(JsonObject schema, JsonObject value, String field, List<FieldError> errors) {
        String prefix = field.isEmpty() ? "" : field + ".";
        JsonObject properties = schema.getJsonObject("properties", new JsonObject());
        for (Object required : schema.getJsonArray("required", new JsonArray())) {
            if (!value.containsKey((String) required)) {
                JsonObject missing = document.resolve(properties.getJsonObject((String) required));
                errors.add(new FieldError(prefix + required, "is missing: give " + wanted(missing)));
            }
        }
        JsonObject others = schema.getJsonObject("additionalProperties");
        for (String name : value.fieldNames()) {
            JsonObject its = properties.getJsonObject(name, others);
            if (its != null) {
                check(its, value.getValue(name), prefix + name, errors);
            }
        }
    }

    /** JSON schema has no word for "the lower first": {@code x-ascending} says it. */
    private static void checkOrder(JsonObject schema, JsonArray value, String field, List<FieldError> errors) {
        boolean descends = schema.getBoolean("x-ascending", false)
                && errors.stream().noneMatch(e -> e.field().startsWith(field + "["))
                && value.getLong(0) > value.getLong(1);
        if (descends) {
            errors.add(new FieldError(
                    field, "is upside down, " + Wanted.shown(value) + ": give " + schema.getString("x-wanted")));
        }
    }

    private boolean isRight(JsonObject schema, String text) {
        JsonArray allowed = schema.getJsonArray("enum");
        String pattern = schema.getString("pattern");
        int length = text.codePointCount(0, text.length());
        return (allowed == null || allowed.contains(text))
                && length >= schema.getInteger("minLength", 0)
                && length <= schema.getInteger("maxLength", Integer.MAX_VALUE)
                && (pattern == null
                        || patterns.computeIfAbsent(pattern, Pattern::compile)
                                .matcher(text)
                                .find());
    }

    private static boolean isRight(JsonObject schema, JsonArray list) {
        Set<Object> seen = new HashSet<>();
        return list.size() >= schema.getInteger("minItems", 0)
                && list.size() <= schema.getInteger("maxItems", Integer.MAX_VALUE)
                && (!schema.getBoolean("uniqueItems", false) || list.stream().allMatch(seen::add));
    }

    private static boolean isWhole(Number number) {
        double value = number.doubleValue();
        return Double.isFinite(value) && value == Math.rint(value);
    }

    private static boolean isWithin(JsonObject schema, Number number) {
        double value = number.doubleValue();
        return value >= schema.getDouble("minimum", Double.NEGATIVE_INFINITY)
                && value <= schema.getDouble("maximum", Double.POSITIVE_INFINITY);
    }

    private String wanted(JsonObject schema) {
        JsonObject items = schema.getJsonObject("items");
        return Wanted.by(schema, items == null ? null : document.resolve(items));
    }
}
