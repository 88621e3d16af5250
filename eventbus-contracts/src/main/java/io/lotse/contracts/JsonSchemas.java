package io.lotse.contracts;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ports.PortRange;
import io.lotse.contracts.ports.PortSpan;

/** JSON Schemas of the records, as {@link ContractCodec} writes and reads them. */
final class JsonSchemas {
    private static final String COMPONENTS = "#/components/schemas/";
    private static final Map<Class<?>, String> NUMBERS = Map.of(
            int.class,
            "int32",
            Integer.class,
            "int32",
            long.class,
            "int64",
            Long.class,
            "int64",
            double.class,
            "double",
            Double.class,
            "double");

    private final Map<String, JsonObject> schemas = new TreeMap<>();

    /** The schemas of all types that were referred to, by name. */
    JsonObject all() {
        JsonObject all = new JsonObject();
        schemas.forEach(all::put);
        return all;
    }

    /** Refers to the schema of a record or an enum, which is described if it was not yet. */
    JsonObject reference(Class<?> type) {
        String name = type.getSimpleName();
        if (!schemas.containsKey(name)) {
            schemas.put(name, new JsonObject());
            schemas.put(name, describe(type));
        }
        return new JsonObject().put("$ref", COMPONENTS + name);
    }

    /** What a record or an enum means. */
    static String meaning(Class<?> type) {
        return documented(type.getAnnotation(Doc.class), type).value();
    }

    private static Doc doc(RecordComponent field) {
        return documented(field.getAnnotation(Doc.class), field.getDeclaringRecord() + ": " + field.getName());
    }

    private static Doc documented(Doc doc, Object what) {
        if (doc == null) {
            throw new IllegalStateException(what + " has no @Doc: say what it means");
        }
        return doc;
    }

    /** Whether a field may be left out, which its text then says. */
    static boolean isOptional(RecordComponent component) {
        return !component.getType().isPrimitive()
                && doc(component).value().toLowerCase(Locale.ROOT).contains("absent");
    }

    private JsonObject describe(Class<?> type) {
        JsonObject schema = new JsonObject().put("description", meaning(type));
        if (type == PortRange.class) {
            return schema.mergeIn(new JsonObject()
                    .put("type", "array")
                    .put("items", port())
                    .put("minItems", 2)
                    .put("maxItems", 2)
                    .put("examples", JsonArray.of(JsonArray.of(8000, 9000))));
        }
        if (type == PortSpan.class) {
            return schema.mergeIn(new JsonObject()
                    .put("oneOf", JsonArray.of(port(), ofClass(PortRange.class)))
                    .put("examples", JsonArray.of(8080, JsonArray.of(9000, 9099))));
        }
        if (type.isEnum()) {
            return schema.put("type", "string").put("enum", new JsonArray(ContractCodec.jsonValues(type)));
        }
        JsonObject properties = new JsonObject();
        JsonArray required = new JsonArray();
        for (RecordComponent component : type.getRecordComponents()) {
            String name = ContractCodec.jsonName(component);
            properties.put(name, field(component));
            if (!isOptional(component)) {
                required.add(name);
            }
        }
        schema.put("type", "object").put("properties", properties);
        return required.isEmpty() ? schema : schema.put("required", required);
    }

    private JsonObject field(RecordComponent component) {
        Doc doc = doc(component);
        JsonObject schema = ofType(component.getGenericType());
        limit(schema.containsKey("items") ? schema.getJsonObject("items") : schema, doc);
        // beside a reference nothing else counts in draft 7
        return schema.containsKey("$ref")
                ? new JsonObject().put("description", doc.value()).put("allOf", JsonArray.of(schema))
                : new JsonObject().put("description", doc.value()).mergeIn(schema);
    }

    private static void limit(JsonObject number, Doc doc) {
        if (doc.min() != Long.MIN_VALUE) {
            number.put("minimum", doc.min());
        }
        if (doc.max() != Long.MAX_VALUE) {
            number.put("maximum", doc.max());
        }
    }

    private JsonObject ofType(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            return generic.getRawType() == Map.class
                    ? new JsonObject().put("type", "object").put("additionalProperties", ofType(arguments[1]))
                    : new JsonObject().put("type", "array").put("items", ofType(arguments[0]));
        }
        return ofClass((Class<?>) type);
    }

    private JsonObject ofClass(Class<?> type) {
        if (type == Object.class) {
            return new JsonObject();
        }
        if (type == String.class) {
            return new JsonObject().put("type", "string");
        }
        if (type == boolean.class || type == Boolean.class) {
            return new JsonObject().put("type", "boolean");
        }
        if (type == Instant.class) {
            return new JsonObject().put("type", "string").put("format", "date-time");
        }
        if (type == Duration.class) {
            return new JsonObject().put("type", "number").put("x-unit", "seconds");
        }
        if (NUMBERS.containsKey(type)) {
            String format = NUMBERS.get(type);
            return new JsonObject()
                    .put("type", format.equals("double") ? "number" : "integer")
                    .put("format", format);
        }
        if (type.isRecord() || type.isEnum()) {
            return reference(type);
        }
        throw new IllegalArgumentException(type + " is no type of the contracts: take one of "
                + Arrays.asList("a record", "an enum", "String", "a number", "Instant", "Duration", "List", "Map"));
    }

    private static JsonObject port() {
        return new JsonObject()
                .put("type", "integer")
                .put("format", "int32")
                .put("minimum", 1)
                .put("maximum", PortRange.MAX_PORT);
    }
}
