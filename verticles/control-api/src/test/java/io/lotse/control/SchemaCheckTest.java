package io.lotse.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.Validator;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SchemaCheckTest {
    private static final int ROUNDS = 3_000;
    private static final Object[] VALUES = {
        null,
        true,
        0,
        1,
        8080,
        65_535,
        65_536,
        -1,
        2.5,
        8080.0,
        30,
        1e300,
        "",
        "a",
        "orders-1",
        "Orders",
        "a/b",
        "x".repeat(64),
        "tcp",
        "udp",
        "test",
        "mars",
        "active",
        "/health",
        "127.0.0.1",
        "next-free",
        "reset",
        "\ud83d\ude00".repeat(32),
    };

    private final OpenApiDocument document = OpenApiDocument.ofThisRelease();
    private final SchemaCheck check = new SchemaCheck(document);
    private final Random random = new Random(42);

    @Test
    void agreesWithACompleteValidator() {
        List<ApiOperation> writes = document.operations().stream()
                .filter(o -> o.bodySchema() != null)
                // a schema that says nothing leaves all to the handler
                .filter(o -> o.bodySchema().containsKey("properties"))
                .toList();
        for (ApiOperation operation : writes) {
            Validator complete = Validator.create(
                    JsonSchema.of(inlined(operation.bodySchema())),
                    new JsonSchemaOptions()
                            .setBaseUri("app://lotse")
                            .setDraft(Draft.DRAFT202012)
                            .setOutputFormat(OutputFormat.Flag));
            int refused = 0;
            for (int i = 0; i < ROUNDS; i++) {
                JsonObject body = anyBody(operation.bodySchema());
                boolean valid = complete.validate(body).getValid();
                List<?> errors = check.check(operation.bodySchema(), body, "").stream()
                        // the one thing that JSON schema cannot say
                        .filter(e -> !e.message().startsWith("is upside down"))
                        .toList();
                assertThat(errors.isEmpty())
                        .as("%s %s %s", operation.id(), body.encode(), errors)
                        .isEqualTo(valid);
                refused += valid ? 0 : 1;
            }
            assertThat(refused).as("both kinds were tried").isBetween(1, ROUNDS - 1);
        }
    }

    @Test
    void namesNoMoreThanSomeDozensOfMistakes() {
        JsonArray many = new JsonArray();
        for (int i = 0; i < 100; i++) {
            many.add(i);
        }

        JsonObject schema = document.resolve(new JsonObject().put("$ref", "#/components/schemas/Registration"));
        assertThat(check.check(schema, new JsonObject().put("service_name", "a").put("dependencies", many), ""))
                .hasSize(50);
    }

    private JsonObject anyBody(JsonObject schema) {
        JsonObject body = new JsonObject();
        List<String> names = new ArrayList<>(schema.getJsonObject("properties").fieldNames());
        names.add("later");
        for (Object required : schema.getJsonArray("required", new JsonArray())) {
            body.put(
                    (String) required, likely(schema.getJsonObject("properties").getJsonObject((String) required)));
        }
        for (int i = random.nextInt(3); i >= 0; i--) {
            body.put(names.get(random.nextInt(names.size())), any(2));
        }
        return body;
    }

    /** What may be right, so that not everything is refused for want of it. */
    private Object likely(JsonObject unresolved) {
        JsonObject schema = document.resolve(unresolved);
        if (schema.containsKey("enum")) {
            return schema.getJsonArray("enum").getValue(0);
        }
        return switch (schema.getString("type", "string")) {
            case "array" -> JsonArray.of(likely(schema.getJsonObject("items")));
            case "integer" -> 4711;
            case "object" -> schema.containsKey("properties") ? anyBody(schema) : new JsonObject();
            default -> "orders";
        };
    }

    private Object any(int depth) {
        int kind = depth == 0 ? 9 : random.nextInt(10);
        if (kind < 2) {
            JsonArray list = new JsonArray();
            for (int i = random.nextInt(4); i > 0; i--) {
                list.add(any(depth - 1));
            }
            return list;
        }
        if (kind < 4) {
            JsonObject object = new JsonObject();
            for (int i = random.nextInt(3); i > 0; i--) {
                object.put("key" + i, any(depth - 1));
            }
            return object;
        }
        return VALUES[random.nextInt(VALUES.length)];
    }

    /** The schema without references, for a validator that does not know the document. */
    private JsonObject inlined(JsonObject schema) {
        JsonObject plain = new JsonObject();
        document.resolve(schema).forEach(entry -> {
            boolean annotation = List.of("$ref", "examples", "default").contains(entry.getKey());
            if (!annotation) {
                plain.put(entry.getKey(), inlined(entry.getKey(), entry.getValue()));
            }
        });
        return plain;
    }

    private Object inlined(String keyword, Object value) {
        if (keyword.equals("oneOf")) {
            JsonArray alternatives = new JsonArray();
            ((JsonArray) value).forEach(each -> alternatives.add(inlined((JsonObject) each)));
            return alternatives;
        }
        return value instanceof JsonObject part ? inlinedPart(keyword, part) : value;
    }

    private JsonObject inlinedPart(String keyword, JsonObject part) {
        if (!keyword.equals("properties")) {
            return inlined(part);
        }
        JsonObject properties = new JsonObject();
        part.forEach(e -> properties.put(e.getKey(), inlined((JsonObject) e.getValue())));
        return properties;
    }
}
