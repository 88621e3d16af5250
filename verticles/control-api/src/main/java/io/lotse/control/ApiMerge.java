package io.lotse.control;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * One OpenAPI document of many services': their paths as the gateway serves them, and all that is named (components,
 * operations, tags) under the service's name, so that no two meet. Follows OpenAPI 3.0 and 3.1; of a document's servers the
 * first one's path counts, since the gateway is the only server.
 */
final class ApiMerge {
    private static final String COMPONENTS = "#/components/";
    private static final String PATHS = "#/paths/";
    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");
    /** Below these is data, where a name that means something elsewhere means nothing. */
    private static final Set<String> DATA = Set.of("example", "examples", "default", "enum", "const");

    private final JsonObject paths = new JsonObject();
    private final JsonObject components = new JsonObject();
    private final JsonArray tags = new JsonArray();

    /** Why a document cannot be taken; null if it can. */
    static String problem(JsonObject document) {
        Object version = document.getValue("openapi");
        if (!(version instanceof String text) || !text.startsWith("3.")) {
            return document.containsKey("swagger")
                    ? "is Swagger " + document.getValue("swagger") + ": serve OpenAPI 3"
                    : "is no OpenAPI 3 document: it has no openapi: 3.x";
        }
        return isObjectOrAbsent(document, "paths")
                        && isObjectOrAbsent(document, "components")
                        && isObjectOrAbsent(document, "info")
                ? null
                : "is no OpenAPI 3 document: info, paths and components are objects there";
    }

    private static boolean isObjectOrAbsent(JsonObject document, String field) {
        Object value = document.getValue(field);
        return value == null || value instanceof JsonObject;
    }

    /** How many operations a document has. */
    static int operations(JsonObject document) {
        int count = 0;
        for (Map.Entry<String, Object> path : document.getJsonObject("paths", new JsonObject())) {
            if (path.getValue() instanceof JsonObject item) {
                count += (int)
                        item.fieldNames().stream().filter(METHODS::contains).count();
            }
        }
        return count;
    }

    /** Takes a document for which {@link #problem} is null. */
    void add(String service, JsonObject document) {
        new Part(service, document).addAll();
    }

    /** @param info what is said of the whole; @param gateway where it is served; null if nowhere now */
    JsonObject document(JsonObject info, String gateway) {
        JsonObject whole = new JsonObject().put("openapi", "3.1.0").put("info", info);
        if (gateway != null) {
            whole.put("servers", new JsonArray().add(new JsonObject().put("url", gateway)));
        }
        return whole.put("tags", tags).put("paths", paths).put("components", components);
    }

    private final class Part {
        private final String service;
        private final JsonObject document;
        /** Component names are letters, digits, dot, dash and underscore. */
        private final String prefix;

        private final String basePath;

        private Part(String service, JsonObject document) {
            this.service = service;
            this.document = document;
            this.prefix = service.replaceAll("[^A-Za-z0-9._-]", "_") + ".";
            this.basePath = ServicePaths.of(service) + serverPath(document);
        }

        private void addAll() {
            JsonObject info = document.getJsonObject("info", new JsonObject());
            tags.add(new JsonObject()
                    .put("name", service)
                    .put("description", text(info, "title") + " " + text(info, "version")));
            for (Map.Entry<String, Object> kind : document.getJsonObject("components", new JsonObject())) {
                if (kind.getValue() instanceof JsonObject named) {
                    addComponents(kind.getKey(), named);
                }
            }
            for (Map.Entry<String, Object> path : document.getJsonObject("paths", new JsonObject())) {
                if (path.getValue() instanceof JsonObject item && path.getKey().startsWith("/")) {
                    paths.put(basePath + path.getKey(), pathItem(item));
                }
            }
        }

        private void addComponents(String kind, JsonObject named) {
            JsonObject all = components.getJsonObject(kind);
            if (all == null) {
                all = new JsonObject();
                components.put(kind, all);
            }
            for (Map.Entry<String, Object> one : named) {
                all.put(prefix + one.getKey(), renamed(one.getValue()));
            }
        }

        private JsonObject pathItem(JsonObject item) {
            JsonObject renamed = (JsonObject) renamed(item);
            renamed.remove("servers");
            for (String method : METHODS) {
                if (renamed.getValue(method) instanceof JsonObject operation) {
                    complete(operation);
                }
            }
            return renamed;
        }

        private void complete(JsonObject operation) {
            operation.remove("servers");
            operation.put("tags", new JsonArray().add(service));
            Object security =
                    operation.containsKey("security") ? operation.getValue("security") : document.getValue("security");
            if (security instanceof JsonArray alternatives) {
                operation.put("security", requirements(alternatives));
            }
        }

        private JsonArray requirements(JsonArray alternatives) {
            JsonArray renamed = new JsonArray();
            for (Object alternative : alternatives) {
                JsonObject all = new JsonObject();
                if (alternative instanceof JsonObject schemes) {
                    schemes.forEach(scheme -> all.put(prefix + scheme.getKey(), scheme.getValue()));
                }
                renamed.add(all);
            }
            return renamed;
        }

        private Object renamed(Object value) {
            if (value instanceof JsonArray array) {
                JsonArray all = new JsonArray();
                array.forEach(one -> all.add(renamed(one)));
                return all;
            }
            if (!(value instanceof JsonObject object)) {
                return value;
            }
            Map<String, Object> fields = new LinkedHashMap<>();
            object.forEach(field -> fields.put(field.getKey(), renamed(field.getKey(), field.getValue())));
            return new JsonObject(fields);
        }

        private Object renamed(String field, Object value) {
            if (DATA.contains(field)) {
                return value;
            }
            if (value instanceof String text) {
                return switch (field) {
                    case "$ref", "operationRef" -> reference(text);
                    case "operationId" -> prefix + text;
                    default -> value;
                };
            }
            if (field.equals("mapping") && value instanceof JsonObject mapping) {
                JsonObject all = new JsonObject();
                mapping.forEach(e -> all.put(e.getKey(), mapped(e.getValue())));
                return all;
            }
            return renamed(value);
        }

        /** Of a discriminator: a reference, or a schema's name. */
        private Object mapped(Object to) {
            if (!(to instanceof String text)) {
                return to;
            }
            return text.contains("/") ? reference(text) : COMPONENTS + "schemas/" + prefix + text;
        }

        /** A path as a part of a JSON pointer in a URI's fragment (RFC 6901, 6). */
        private static String pointer(String path) {
            return path.replace("~", "~0").replace("/", "~1").replace("%", "%25");
        }

        private String reference(String to) {
            if (to.startsWith(COMPONENTS)) {
                int name = to.indexOf('/', COMPONENTS.length()) + 1;
                return name == 0 ? to : to.substring(0, name) + prefix + to.substring(name);
            }
            return to.startsWith(PATHS) ? PATHS + pointer(basePath) + to.substring(PATHS.length()) : to;
        }
    }

    private static String text(JsonObject object, String field) {
        return object.getValue(field) instanceof String text ? text : "";
    }

    private static String serverPath(JsonObject document) {
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
}
