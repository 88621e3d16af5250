package io.lotse.mock;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import io.lotse.openapi.ApiOperation;

/**
 * The answers of an operation.
 *
 * @param byStatus what the document has for each, such as 200, 4XX and default, in this order
 */
record OperationAnswers(TreeMap<String, One> byStatus) {
    private static final String DEFAULT = "DEFAULT";
    private static final Pattern STATUS = Pattern.compile("[1-5](XX|[0-9]{2})|" + DEFAULT);
    private static final int OK = 200;

    /**
     * An answer.
     *
     * @param headers by name, without the content's type
     * @param content by media type, in the document's order
     */
    record One(Map<String, Source> headers, Map<String, Source> content) {}

    /**
     * Where a value comes from.
     *
     * @param key by which a value is held against its schema
     * @param schema null where the document has none
     * @param examples by name; the one without a name is the first
     */
    record Source(String key, Object schema, Map<String, JsonObject> examples) {
        static final String NAMELESS = "";

        /** The example of this name, or any; empty if there is none. */
        Optional<Object> example(String name) {
            Optional<JsonObject> found = name != null
                    ? Optional.ofNullable(examples.get(name))
                    : examples.values().stream()
                            .filter(e -> e.containsKey("value"))
                            .findFirst();
            return found.filter(e -> e.containsKey("value"))
                    .map(e -> Optional.ofNullable(e.getValue("value")).orElse(NULL));
        }
    }

    /** An example that is {@code null}. */
    static final Object NULL = new Object();

    /**
     * An answer that was chosen.
     *
     * @param status what it is sent with
     */
    record Chosen(int status, One answer) {}

    static OperationAnswers of(JsonObject operation, AnswerSchemas schemas) {
        TreeMap<String, One> all = new TreeMap<>();
        for (Map.Entry<String, Object> response : operation.getJsonObject("responses", new JsonObject())) {
            String key = response.getKey().toUpperCase(Locale.ROOT);
            if (STATUS.matcher(key).matches()) {
                all.put(key, answer(schemas.resolve(response.getValue()), schemas));
            } else if (!key.startsWith("X-")) {
                throw new IllegalArgumentException("it has an answer '" + response.getKey()
                        + "', which is no status: give one such as 200, 4XX, default");
            }
        }
        return new OperationAnswers(all);
    }

    private static One answer(JsonObject response, AnswerSchemas schemas) {
        Map<String, Source> headers = new LinkedHashMap<>();
        for (Map.Entry<String, Object> header : response.getJsonObject("headers", new JsonObject())) {
            if (!header.getKey().equalsIgnoreCase("content-type")) {
                headers.put(header.getKey(), source(schemas.resolve(header.getValue()), schemas));
            }
        }
        Map<String, Source> content = new LinkedHashMap<>();
        for (Map.Entry<String, Object> media : response.getJsonObject("content", new JsonObject())) {
            content.put(media.getKey(), source(schemas.resolve(media.getValue()), schemas));
        }
        return new One(headers, content);
    }

    private static Source source(JsonObject described, AnswerSchemas schemas) {
        Map<String, JsonObject> examples = new LinkedHashMap<>();
        if (described.containsKey("example")) {
            examples.put(Source.NAMELESS, new JsonObject().put("value", described.getValue("example")));
        }
        if (described.getValue("examples") instanceof JsonObject named) {
            named.forEach(one -> examples.put(one.getKey(), schemas.resolve(one.getValue())));
        } else if (described.getValue("examples") instanceof JsonArray listed && !listed.isEmpty()) {
            examples.putIfAbsent(Source.NAMELESS, new JsonObject().put("value", listed.getValue(0)));
        }
        Object schema = described.getValue("schema");
        return new Source(schemas.add(schema), schema, examples);
    }

    /** The answer of this status; empty if the document has none. */
    Optional<Chosen> of(int status) {
        String exact = Integer.toString(status);
        for (String key : new String[] {exact, exact.charAt(0) + "XX", DEFAULT}) {
            if (byStatus.containsKey(key)) {
                return Optional.of(new Chosen(status, byStatus.get(key)));
            }
        }
        return Optional.empty();
    }

    /** The lowest that is a success, else the default one, else the lowest; empty if there is none at all. */
    Optional<Chosen> usual() {
        return byStatus.keySet().stream()
                .filter(key -> key.startsWith("2"))
                .findFirst()
                .or(() -> Optional.of(DEFAULT).filter(byStatus::containsKey))
                .or(() -> byStatus.keySet().stream().findFirst())
                .map(key -> new Chosen(status(key), byStatus.get(key)));
    }

    private static int status(String key) {
        return key.equals(DEFAULT) ? OK : Integer.parseInt(key.replace("XX", "00"));
    }

    /** Whether values of a media type can be made up, or are texts anyway. */
    static boolean isMade(String mediaType, Source source) {
        return ApiOperation.isJson(ApiOperation.mediaType(mediaType))
                || !source.examples().isEmpty()
                || isText(source.schema());
    }

    private static boolean isText(Object schema) {
        return schema == null
                || schema instanceof JsonObject its
                        && its.getValue("$ref") == null
                        && !"object".equals(its.getValue("type"))
                        && !"array".equals(its.getValue("type"));
    }
}
