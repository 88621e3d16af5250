package io.lotse.mock;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Makes values of schemas up: what a schema gives as an example comes first. */
final class SchemaValues {
    /** From here on only what must be there is made. */
    private static final int DEEP = 6;

    private static final int DEEPEST = 40;
    private static final int FEW = 2;
    /** From so many parts on only what must be there is made. */
    private static final int MANY = 1_000;

    private static final int MOST = 20_000;

    private final FlatSchemas schemas;

    SchemaValues(FlatSchemas schemas) {
        this.schemas = schemas;
    }

    /** How one of several values is made. */
    static final class Way {
        private final int tries;
        private final Random random;
        private int made;

        /**
         * @param tries how many were made before: the first has all properties and first alternatives, the second only what must be
         *     there, others anything
         */
        Way(int tries, Random random) {
            this.tries = tries;
            this.random = random;
        }

        Random random() {
            return random;
        }

        int pick(int count) {
            return tries < 2 ? 0 : random.nextInt(count);
        }

        /** Whether what need not be there is. */
        boolean isTaken() {
            return made < MANY && (tries == 0 || tries > 1 && random.nextBoolean());
        }

        private void count() {
            if (++made > MOST) {
                throw new IllegalArgumentException("a value of a schema has more than " + MOST + " parts");
            }
        }
    }

    /**
     * @return null for JSON's null
     * @throws IllegalArgumentException if it has no value that ends
     */
    Object make(Object schema, Way way) {
        return make(schema, way, 0);
    }

    private Object make(Object schema, Way way, int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("a schema needs itself, so that no value of it ends");
        }
        way.count();
        JsonObject its = schemas.flat(schema, way::pick);
        for (String word : new String[] {"const", "example", "default"}) {
            if (its.containsKey(word)) {
                return its.getValue(word);
            }
        }
        if (its.getValue("examples") instanceof JsonArray examples && !examples.isEmpty()) {
            return examples.getValue(way.pick(examples.size()));
        }
        if (its.getValue("enum") instanceof JsonArray values && !values.isEmpty()) {
            return values.getValue(way.pick(values.size()));
        }
        return switch (type(its, way)) {
            case "object" -> object(its, way, depth);
            case "array" -> array(its, way, depth);
            case "integer" -> Numbers.integer(its, way.random());
            case "number" -> Numbers.number(its, way.random());
            case "boolean" -> way.random().nextBoolean();
            case "null" -> null;
            default -> Texts.make(its, way.random());
        };
    }

    private static String type(JsonObject schema, Way way) {
        if (schema.getValue("type") instanceof String type) {
            return type;
        }
        if (schema.getValue("type") instanceof JsonArray types && !types.isEmpty()) {
            List<String> values = types.stream()
                    .map(String::valueOf)
                    .filter(t -> !t.equals("null"))
                    .toList();
            return values.isEmpty() ? "null" : values.get(way.pick(values.size()));
        }
        if (schema.containsKey("properties") || schema.containsKey("additionalProperties")) {
            return "object";
        }
        if (schema.containsKey("items")) {
            return "array";
        }
        return schema.containsKey("minimum") || schema.containsKey("maximum") ? "number" : "string";
    }

    private JsonObject object(JsonObject schema, Way way, int depth) {
        JsonObject object = new JsonObject();
        JsonArray required = schema.getJsonArray("required", new JsonArray());
        for (Map.Entry<String, Object> property : schema.getJsonObject("properties", new JsonObject())) {
            boolean must = required.contains(property.getKey());
            if (isWriteOnly(property.getValue()) || !must && (depth >= DEEP || !way.isTaken())) {
                continue;
            }
            try {
                object.put(property.getKey(), make(property.getValue(), way, depth + 1));
            } catch (IllegalArgumentException e) {
                if (must) {
                    throw e;
                }
            }
        }
        required.forEach(name -> {
            if (!object.containsKey(String.valueOf(name))
                    && !schema.getJsonObject("properties", new JsonObject()).containsKey(String.valueOf(name))) {
                object.put(String.valueOf(name), additional(schema, way, depth));
            }
        });
        int least = whole(schema, "minProperties", additionalIsDescribed(schema) && depth < DEEP ? 1 : 0);
        for (int i = 1; object.size() < least && i <= MOST; i++) {
            object.put("key" + i, additional(schema, way, depth));
        }
        return object;
    }

    private static boolean additionalIsDescribed(JsonObject schema) {
        return schema.getValue("additionalProperties") instanceof JsonObject described && !described.isEmpty();
    }

    private Object additional(JsonObject schema, Way way, int depth) {
        return make(schema.getValue("additionalProperties"), way, depth + 1);
    }

    private boolean isWriteOnly(Object schema) {
        return schema instanceof JsonObject
                && Boolean.TRUE.equals(schemas.flat(schema, count -> 0).getValue("writeOnly"));
    }

    private JsonArray array(JsonObject schema, Way way, int depth) {
        int least = whole(schema, "minItems", 0);
        int most = whole(schema, "maxItems", Integer.MAX_VALUE);
        int count = Math.min(Math.min(most, MOST), Math.max(least, depth >= DEEP || !way.isTaken() ? 0 : FEW));
        List<Object> items = new ArrayList<>();
        boolean isSet = Boolean.TRUE.equals(schema.getValue("uniqueItems"));
        JsonArray first = schema.getJsonArray("prefixItems", new JsonArray());
        for (int i = 0; i < count; i++) {
            try {
                Object item = make(i < first.size() ? first.getValue(i) : schema.getValue("items"), way, depth + 1);
                if (!isSet || !items.contains(item)) {
                    items.add(item);
                }
            } catch (IllegalArgumentException e) {
                if (items.size() < least) {
                    throw e;
                }
                break;
            }
        }
        return new JsonArray(items);
    }

    static int whole(JsonObject schema, String word, int otherwise) {
        return schema.getValue(word) instanceof Number number ? number.intValue() : otherwise;
    }
}
