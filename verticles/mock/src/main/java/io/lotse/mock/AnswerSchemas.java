package io.lotse.mock;

import io.vertx.core.json.JsonObject;

import io.lotse.openapi.ApiSchemas;

/** Gathers the schemas of a document's answers, to make up values and to hold these against them. */
final class AnswerSchemas {
    private final ApiSchemas schemas;
    private final boolean isOld;

    AnswerSchemas(JsonObject document) {
        this.schemas = ApiSchemas.ofAnswers(document);
        this.isOld = document.getString("openapi").startsWith("3.0");
    }

    /**
     * Remembers a schema.
     *
     * @return by which values are held against it
     * @throws IllegalArgumentException if it refers to what is not there
     */
    String add(Object schema) {
        Object read = schemas.schema(schema);
        return schemas.add(read instanceof JsonObject object ? object : new JsonObject());
    }

    /** What a part of the document says, whether there or by reference. */
    JsonObject resolve(Object part) {
        return schemas.resolve(part);
    }

    /** What makes values up; nothing may be added any more. */
    ValueMaker compile() {
        return new ValueMaker(new SchemaValues(new FlatSchemas(schemas, isOld)), schemas.validator());
    }
}
