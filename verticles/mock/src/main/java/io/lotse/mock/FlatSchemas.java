package io.lotse.mock;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import io.lotse.openapi.ApiSchemas;

/** Says in one schema what references, {@code allOf} and one of several alternatives say together. */
final class FlatSchemas {
    private static final Set<String> COMBINING = Set.of("$ref", "allOf", "oneOf", "anyOf");
    private static final int DEEPEST = 64;
    /** Few references can mean many parts. */
    private static final int MOST_PARTS = 5_000;

    private final ApiSchemas schemas;
    private final boolean isOld;

    /** @param isOld of OpenAPI 3.0, where nothing counts beside a reference */
    FlatSchemas(ApiSchemas schemas, boolean isOld) {
        this.schemas = schemas;
        this.isOld = isOld;
    }

    /**
     * @param pick chooses one of so many alternatives
     * @throws IllegalArgumentException if its parts refer to each other without end
     */
    JsonObject flat(Object schema, IntUnaryOperator pick) {
        return new Parts(pick).flat(schema, 0);
    }

    /** The parts of one schema. */
    private final class Parts {
        private final IntUnaryOperator pick;
        private int count;

        Parts(IntUnaryOperator pick) {
            this.pick = pick;
        }

        JsonObject flat(Object schema, int depth) {
            if (depth > DEEPEST) {
                throw new IllegalArgumentException("a schema is made of itself");
            }
            if (++count > MOST_PARTS) {
                throw new IllegalArgumentException("a schema is made of more than " + MOST_PARTS + " parts");
            }
            if (!(schema instanceof JsonObject object)) {
                return new JsonObject();
            }
            JsonObject flat = new JsonObject();
            if (object.getValue("$ref") instanceof String) {
                JsonObject meant = schemas.resolve(new JsonObject().put("$ref", object.getValue("$ref")));
                merge(flat, flat(meant, depth + 1));
                if (isOld) {
                    return flat;
                }
            }
            merge(flat, without(object));
            if (object.getValue("allOf") instanceof JsonArray all) {
                all.forEach(each -> merge(flat, flat(each, depth + 1)));
            }
            for (String alternatives : new String[] {"oneOf", "anyOf"}) {
                if (object.getValue(alternatives) instanceof JsonArray some && !some.isEmpty()) {
                    merge(flat, flat(some.getValue(pick.applyAsInt(some.size())), depth + 1));
                }
            }
            return flat;
        }
    }

    /** What it says itself. */
    private static JsonObject without(JsonObject schema) {
        JsonObject own = new JsonObject();
        schema.forEach(word -> {
            if (!COMBINING.contains(word.getKey())) {
                own.put(word.getKey(), word.getValue());
            }
        });
        return own;
    }

    private static void merge(JsonObject into, JsonObject more) {
        for (Map.Entry<String, Object> word : more) {
            Object before = into.getValue(word.getKey());
            Object value = word.getValue();
            into.put(word.getKey(), before == null ? value : both(word.getKey(), before, value));
        }
    }

    private static Object both(String word, Object one, Object other) {
        return switch (word) {
            case "properties" -> properties((JsonObject) one, (JsonObject) other);
            case "required" -> union((JsonArray) one, (JsonArray) other);
            case "enum" -> intersection((JsonArray) one, (JsonArray) other);
            case "minimum", "minLength", "minItems", "minProperties" -> larger(one, other) ? one : other;
            case "maximum", "maxLength", "maxItems", "maxProperties" -> larger(one, other) ? other : one;
            case "items" ->
                new JsonObject().put("allOf", new JsonArray().add(one).add(other));
            default -> one;
        };
    }

    private static boolean larger(Object one, Object other) {
        return ((Number) one).doubleValue() > ((Number) other).doubleValue();
    }

    private static JsonObject properties(JsonObject some, JsonObject others) {
        JsonObject all = new JsonObject();
        some.forEach(p -> all.put(p.getKey(), p.getValue()));
        others.forEach(p -> {
            Object before = all.getValue(p.getKey());
            all.put(
                    p.getKey(),
                    before == null
                            ? p.getValue()
                            : new JsonObject()
                                    .put("allOf", new JsonArray().add(before).add(p.getValue())));
        });
        return all;
    }

    private static JsonArray union(JsonArray some, JsonArray others) {
        Set<Object> all = new LinkedHashSet<>();
        some.forEach(all::add);
        others.forEach(all::add);
        return new JsonArray(new ArrayList<>(all));
    }

    private static JsonArray intersection(JsonArray some, JsonArray others) {
        JsonArray both = new JsonArray();
        some.forEach(value -> {
            if (others.contains(value)) {
                both.add(value);
            }
        });
        return both;
    }
}
