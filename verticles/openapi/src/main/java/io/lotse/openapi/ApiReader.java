package io.lotse.openapi;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import io.lotse.openapi.ApiParameter.Form;
import io.lotse.openapi.ApiParameter.Place;

/** Reads what an OpenAPI document says of requests. */
public final class ApiReader {
    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");
    /** These are described elsewhere in a document (OpenAPI 3.1, 4.8.12.1). */
    private static final Set<String> NO_PARAMETERS = Set.of("accept", "content-type", "authorization");

    private final JsonObject document;
    private final ApiSchemas schemas;

    private ApiReader(JsonObject document) {
        this.document = document;
        this.schemas = new ApiSchemas(document);
    }

    /**
     * Compiles a document.
     *
     * @throws IllegalArgumentException that says why it cannot be used
     */
    public static ApiContract read(JsonObject document) {
        if (!(document.getValue("openapi") instanceof String version) || !version.startsWith("3.")) {
            throw new IllegalArgumentException("it is no OpenAPI 3 document: it has no openapi: 3.x");
        }
        try {
            ApiReader reader = new ApiReader(document);
            List<ApiPath> paths = reader.paths();
            return new ApiContract(paths, reader.schemas.validator(), reader.schemas.remarks());
        } catch (ClassCastException e) {
            throw new IllegalArgumentException("it has something else where an object or a list belongs", e);
        }
    }

    private List<ApiPath> paths() {
        String base = serverPath();
        List<ApiPath> paths = new ArrayList<>();
        for (Map.Entry<String, Object> path : document.getJsonObject("paths", new JsonObject())) {
            if (path.getKey().startsWith("/")) {
                paths.add(ApiPath.of(base + path.getKey(), operations(schemas.resolve(path.getValue()))));
            }
        }
        paths.sort(null);
        return paths;
    }

    /** Of a document's servers the first one's path counts. */
    private String serverPath() {
        if (document.getValue("servers") instanceof JsonArray servers
                && !servers.isEmpty()
                && servers.getValue(0) instanceof JsonObject first
                && first.getValue("url") instanceof String url) {
            try {
                String path = URI.create(url).getPath();
                return path == null ? "" : path.replaceAll("/+$", "");
            } catch (IllegalArgumentException templated) {
                return "";
            }
        }
        return "";
    }

    private Map<String, ApiOperation> operations(JsonObject item) {
        Map<String, ApiOperation> operations = new HashMap<>();
        for (String method : METHODS) {
            if (item.getValue(method) instanceof JsonObject operation) {
                operations.put(method.toUpperCase(Locale.ROOT), operation(item, operation));
            }
        }
        return operations;
    }

    private ApiOperation operation(JsonObject item, JsonObject operation) {
        Map<String, JsonObject> described = new LinkedHashMap<>();
        for (JsonObject where : List.of(item, operation)) {
            for (Object one : where.getJsonArray("parameters", new JsonArray())) {
                JsonObject parameter = schemas.resolve(one);
                described.put(parameter.getString("in") + " " + parameter.getString("name"), parameter);
            }
        }
        List<ApiParameter> parameters = new ArrayList<>();
        Map<Place, JsonObject> places = new LinkedHashMap<>();
        for (JsonObject parameter : described.values()) {
            Place place = Place.valueOf(parameter.getString("in", "").toUpperCase(Locale.ROOT));
            if (place != Place.HEADER
                    || !NO_PARAMETERS.contains(parameter.getString("name").toLowerCase(Locale.ROOT))) {
                ApiParameter read = parameter(parameter, place);
                parameters.add(read);
                describe(places.computeIfAbsent(place, p -> empty()), read, parameter);
            }
        }
        JsonObject all = new JsonObject();
        places.forEach((place, schema) -> all.put(place.word(), schema));
        String key = schemas.add(new JsonObject().put("properties", all));
        return withBody(key, parameters, operation);
    }

    private static JsonObject empty() {
        return new JsonObject().put("properties", new JsonObject()).put("required", new JsonArray());
    }

    private void describe(JsonObject place, ApiParameter read, JsonObject parameter) {
        place.getJsonObject("properties")
                .put(read.name(), read.form() == Form.OPAQUE ? new JsonObject() : schemas.schema(schemaOf(parameter)));
        if (Boolean.TRUE.equals(parameter.getValue("required"))) {
            place.getJsonArray("required").add(read.name());
        }
    }

    private ApiOperation withBody(String key, List<ApiParameter> parameters, JsonObject operation) {
        Object requestBody = operation.getValue("requestBody");
        if (requestBody == null) {
            return new ApiOperation(key, parameters, false, null, operation);
        }
        JsonObject described = schemas.resolve(requestBody);
        Map<String, ApiOperation.Body> content = new HashMap<>();
        for (Map.Entry<String, Object> one : described.getJsonObject("content", new JsonObject())) {
            String type = ApiOperation.mediaType(one.getKey());
            boolean isChecked = ApiOperation.isJson(type)
                    && one.getValue() instanceof JsonObject media
                    && media.getValue("schema") != null;
            content.put(type, new ApiOperation.Body(isChecked ? bodyKey((JsonObject) one.getValue()) : null));
        }
        return new ApiOperation(
                key, parameters, Boolean.TRUE.equals(described.getValue("required")), Map.copyOf(content), operation);
    }

    private String bodyKey(JsonObject media) {
        JsonObject body = new JsonObject().put("body", schemas.schema(media.getValue("schema")));
        return schemas.add(new JsonObject().put("properties", body));
    }

    private ApiParameter parameter(JsonObject parameter, Place place) {
        String name = place == Place.HEADER
                ? parameter.getString("name").toLowerCase(Locale.ROOT)
                : parameter.getString("name");
        if (parameter.getValue("content") instanceof JsonObject content) {
            boolean isJson =
                    content.fieldNames().stream().allMatch(t -> ApiOperation.isJson(ApiOperation.mediaType(t)));
            return new ApiParameter(name, place, isJson ? Form.JSON : Form.OPAQUE, "", ApiText.ANY, Map.of());
        }
        Set<String> types = schemas.types(schemaOf(parameter));
        boolean inQuery = place == Place.QUERY || place == Place.COOKIE;
        String style = parameter.getString("style", inQuery ? "form" : "simple");
        boolean explode = parameter.getBoolean("explode", style.equals("form"));
        if (types.contains("array")) {
            ApiText items = new ApiText(
                    schemas.types(schemas.resolve(schemaOf(parameter)).getValue("items")));
            return new ApiParameter(
                    name, place, isKnown(style) ? Form.LIST : Form.OPAQUE, separator(style, explode), items, Map.of());
        }
        if (types.contains("object")) {
            return new ApiParameter(
                    name,
                    place,
                    objectForm(style, explode),
                    separator(style, explode),
                    ApiText.ANY,
                    properties(parameter));
        }
        return new ApiParameter(
                name, place, isKnown(style) ? Form.TEXT : Form.OPAQUE, "", new ApiText(types), Map.of());
    }

    private static boolean isKnown(String style) {
        return Set.of("form", "simple", "spaceDelimited", "pipeDelimited").contains(style);
    }

    private static Form objectForm(String style, boolean explode) {
        boolean inParts = style.equals("simple") && !explode || style.equals("form");
        return style.equals("deepObject") ? Form.DEEP_OBJECT : inParts ? Form.OBJECT : Form.OPAQUE;
    }

    private static String separator(String style, boolean explode) {
        return switch (style) {
            case "spaceDelimited" -> explode ? "" : " ";
            case "pipeDelimited" -> explode ? "" : "|";
            case "form" -> explode ? "" : ",";
            default -> ",";
        };
    }

    private Map<String, ApiText> properties(JsonObject parameter) {
        Map<String, ApiText> properties = new LinkedHashMap<>();
        schemas.resolve(schemaOf(parameter))
                .getJsonObject("properties", new JsonObject())
                .forEach(p -> properties.put(p.getKey(), new ApiText(schemas.types(p.getValue()))));
        return properties;
    }

    private static Object schemaOf(JsonObject parameter) {
        if (parameter.getValue("content") instanceof JsonObject content && !content.isEmpty()) {
            Object media = content.getValue(content.fieldNames().iterator().next());
            return media instanceof JsonObject object ? object.getValue("schema", new JsonObject()) : new JsonObject();
        }
        return parameter.getValue("schema", new JsonObject());
    }
}
