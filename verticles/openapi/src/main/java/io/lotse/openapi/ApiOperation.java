package io.lotse.openapi;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.vertx.core.json.JsonObject;

import io.lotse.openapi.ApiParameter.Place;

/**
 * An operation of an OpenAPI document.
 *
 * @param key where the schema of its parameters stands in the contract's
 * @param parameters its parameters
 * @param needsBody whether a request must have a body
 * @param content its bodies by media type, without parameters; null where the document says nothing of a body
 * @param source all that the document says of it
 */
public record ApiOperation(
        String key, List<ApiParameter> parameters, boolean needsBody, Map<String, Body> content, JsonObject source) {
    /**
     * A body of an operation.
     *
     * @param key where its schema stands in the contract's; null where it is not held against any
     */
    public record Body(String key) {}

    boolean has(Place place) {
        return parameters.stream().anyMatch(p -> p.place() == place);
    }

    /** What is said of bodies of this type; null if they are not taken. */
    public Body body(String mediaType) {
        Body exact = content.get(mediaType);
        if (exact != null) {
            return exact;
        }
        int slash = mediaType.indexOf('/');
        Body range = slash < 0 ? null : content.get(mediaType.substring(0, slash) + "/*");
        return range == null ? content.get("*/*") : range;
    }

    /** The type without its parameters, in lower case; empty for none. */
    public static String mediaType(String contentType) {
        if (contentType == null) {
            return "";
        }
        int parameters = contentType.indexOf(';');
        return (parameters < 0 ? contentType : contentType.substring(0, parameters))
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    public static boolean isJson(String mediaType) {
        return mediaType.equals("application/json") || mediaType.endsWith("+json");
    }
}
