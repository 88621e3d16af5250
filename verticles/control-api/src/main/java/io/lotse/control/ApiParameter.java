package io.lotse.control;

import java.util.regex.Pattern;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/**
 * A parameter of an operation.
 *
 * @param name its name
 * @param place where it stands in a request
 * @param schema what its value must be
 */
record ApiParameter(String name, Place place, JsonObject schema) {
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]{1,18}");

    /** Where a parameter stands. */
    enum Place {
        PATH,
        QUERY,
        HEADER
    }

    /** The value in a request: a number where the schema wants one and it is one, else the text; null if absent. */
    Object valueIn(RoutingContext request) {
        String text =
                switch (place) {
                    case PATH -> request.pathParam(name);
                    case QUERY -> request.request().getParam(name);
                    case HEADER -> request.request().getHeader(name);
                };
        boolean number = text != null
                && "integer".equals(schema.getString("type"))
                && WHOLE_NUMBER.matcher(text).matches();
        return number ? (Object) Long.valueOf(text) : text;
    }
}
