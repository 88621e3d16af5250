package io.lotse.openapi;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.pointer.JsonPointer;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.Validator;

/**
 * Gathers the schemas of an OpenAPI document in one JSON schema, each under a key of its own, so that one validator holds what all
 * of them share once. Where OpenAPI says something in another way than JSON schema does, it is said in the schemas' way.
 */
public final class ApiSchemas {
    private static final Set<String> WORDS = Set.of(
            "type",
            "enum",
            "const",
            "multipleOf",
            "maximum",
            "exclusiveMaximum",
            "minimum",
            "exclusiveMinimum",
            "maxLength",
            "minLength",
            "pattern",
            "format",
            "maxItems",
            "minItems",
            "uniqueItems",
            "maxProperties",
            "minProperties",
            "required",
            "dependentRequired",
            "minContains",
            "maxContains");
    private static final Set<String> SCHEMAS = Set.of(
            "not",
            "items",
            "additionalProperties",
            "if",
            "then",
            "else",
            "contains",
            "propertyNames",
            "unevaluatedItems",
            "unevaluatedProperties");
    private static final Set<String> LISTS = Set.of("allOf", "anyOf", "oneOf", "prefixItems");
    private static final Set<String> MAPS = Set.of("properties", "patternProperties", "dependentSchemas");
    private static final String DEFINITIONS = "$defs";
    private static final int DEEPEST_REFERENCE = 32;

    private final JsonObject document;
    private final boolean isOld;
    /** What is not asked for though it is required. */
    private final String dropped;

    private final JsonObject keyed = new JsonObject();
    private final JsonObject definitions = new JsonObject();
    private final Map<String, String> namesByReference = new HashMap<>();
    private final Set<String> remarks = new TreeSet<>();

    /** @param document OpenAPI 3; 3.0 has schemas of its own, from 3.1 on they are JSON schemas */
    ApiSchemas(JsonObject document) {
        this(document, "readOnly");
    }

    private ApiSchemas(JsonObject document, String dropped) {
        this.document = document;
        this.dropped = dropped;
        this.isOld = document.getString("openapi").startsWith("3.0");
    }

    /** Of what is answered, where what only requests have need not be. */
    public static ApiSchemas ofAnswers(JsonObject document) {
        return new ApiSchemas(document, "writeOnly");
    }

    /** What is not held against requests, and why. */
    Set<String> remarks() {
        return remarks;
    }

    /**
     * Adds a schema that is made here.
     *
     * @return its key
     */
    public String add(JsonObject schema) {
        String key = String.valueOf(keyed.size());
        keyed.put(key, schema);
        return key;
    }

    /** What holds an object with values by their schemas' keys against these. */
    public Validator validator() {
        JsonObject all = new JsonObject().put("properties", keyed).put(DEFINITIONS, definitions);
        return Validator.create(
                JsonSchema.of(all),
                new JsonSchemaOptions()
                        .setBaseUri("app://lotse/")
                        .setDraft(isOld ? Draft.DRAFT4 : Draft.DRAFT202012)
                        .setOutputFormat(OutputFormat.Basic),
                ApiSchemas::formatMistake);
    }

    /** Of OpenAPI's own formats. */
    private static String formatMistake(String type, String format, Object value) {
        boolean tooLarge = "int32".equals(format)
                && value instanceof Number n
                && n.doubleValue() == Math.rint(n.doubleValue())
                && Math.abs(n.doubleValue() + 0.5) > Integer.MAX_VALUE + 0.5;
        return tooLarge ? "does not fit into 32 bits" : null;
    }

    /**
     * What a part of the document says, whether there or by reference.
     *
     * @throws IllegalArgumentException if it refers to nothing
     */
    public JsonObject resolve(Object part) {
        Object found = part;
        for (int i = 0; i < DEEPEST_REFERENCE; i++) {
            if (!(found instanceof JsonObject object)) {
                throw new IllegalArgumentException("it has " + found + " where an object belongs");
            }
            if (!(object.getValue("$ref") instanceof String reference)) {
                return object;
            }
            found = at(reference);
        }
        throw new IllegalArgumentException("its references run in a circle: " + part);
    }

    private Object at(String reference) {
        Object found = reference.startsWith("#/")
                ? JsonPointer.fromURI(java.net.URI.create(reference)).queryJson(document)
                : null;
        if (found == null) {
            throw new IllegalArgumentException("it refers to " + reference + ", which is not in it"
                    + (reference.startsWith("#") ? "" : "; other documents are never fetched"));
        }
        return found;
    }

    /** The types that a schema allows; empty where it does not say. */
    Set<String> types(Object schema) {
        Set<String> types = new LinkedHashSet<>();
        addTypes(schema, types, 0);
        return types;
    }

    private void addTypes(Object schema, Set<String> types, int depth) {
        if (!(schema instanceof JsonObject) || depth > DEEPEST_REFERENCE) {
            return;
        }
        JsonObject its = resolve(schema);
        if (its.getValue("type") instanceof JsonArray several) {
            several.forEach(type -> types.add(String.valueOf(type)));
        } else if (its.getValue("type") instanceof String type) {
            types.add(type);
        } else {
            for (String list : List.of("allOf", "anyOf", "oneOf")) {
                its.getJsonArray(list, new JsonArray()).forEach(each -> addTypes(each, types, depth + 1));
            }
        }
    }

    /** A schema of the document as a JSON schema; {@code true} and {@code false} stay what they are. */
    public Object schema(Object schema) {
        if (!(schema instanceof JsonObject object)) {
            return schema instanceof Boolean ? schema : new JsonObject();
        }
        JsonObject copy = new JsonObject();
        if (object.getValue("$ref") instanceof String reference) {
            copy.put("$ref", "#/" + DEFINITIONS + "/" + definition(reference));
            if (isOld) {
                return copy;
            }
        }
        for (Map.Entry<String, Object> word : object) {
            copy(word.getKey(), word.getValue(), copy);
        }
        if (isOld) {
            allowNull(object, copy);
        }
        dropForOthers(object, copy);
        return copy;
    }

    private void copy(String word, Object value, JsonObject into) {
        if (WORDS.contains(word)) {
            if (!isBadPattern(word, value)) {
                into.put(
                        word,
                        value instanceof JsonObject o ? o.copy() : value instanceof JsonArray a ? a.copy() : value);
            }
        } else if (SCHEMAS.contains(word)) {
            into.put(word, schema(value));
        } else if (LISTS.contains(word) && value instanceof JsonArray list) {
            JsonArray schemas = new JsonArray();
            list.forEach(each -> schemas.add(schema(each)));
            into.put(word, schemas);
        } else if (MAPS.contains(word) && value instanceof JsonObject map) {
            JsonObject schemas = new JsonObject();
            map.forEach(each -> {
                if (!word.equals("patternProperties") || !isBadPattern("pattern", each.getKey())) {
                    schemas.put(each.getKey(), schema(each.getValue()));
                }
            });
            into.put(word, schemas);
        }
    }

    private boolean isBadPattern(String word, Object value) {
        if (!word.equals("pattern")) {
            return false;
        }
        try {
            Pattern.compile(String.valueOf(value));
            return false;
        } catch (PatternSyntaxException e) {
            remarks.add("the pattern " + value + " is not understood and is left out");
            return true;
        }
    }

    private String definition(String reference) {
        String name = namesByReference.get(reference);
        if (name == null) {
            name = String.valueOf(namesByReference.size());
            // before it is looked into: it may refer to itself
            namesByReference.put(reference, name);
            definitions.put(name, schema(at(reference)));
        }
        return name;
    }

    /** OpenAPI 3.0 has {@code nullable} where JSON schema has a type. */
    private static void allowNull(JsonObject schema, JsonObject copy) {
        if (Boolean.TRUE.equals(schema.getValue("nullable")) && copy.getValue("type") instanceof String type) {
            copy.put("type", new JsonArray().add(type).add("null"));
            if (copy.getValue("enum") instanceof JsonArray values && !values.contains(null)) {
                values.addNull();
            }
        }
    }

    /** What only answers have is not asked for in requests, and the other way round (OpenAPI 3.0, 4.7.24.2). */
    private void dropForOthers(JsonObject schema, JsonObject copy) {
        if (!(copy.getValue("required") instanceof JsonArray required)
                || !(schema.getValue("properties") instanceof JsonObject properties)) {
            return;
        }
        List<Object> kept = new ArrayList<>();
        for (Object name : required) {
            Object property = properties.getValue(String.valueOf(name));
            if (!(property instanceof JsonObject)
                    || !Boolean.TRUE.equals(resolve(property).getValue(dropped))) {
                kept.add(name);
            }
        }
        copy.put("required", new JsonArray(kept));
    }
}
