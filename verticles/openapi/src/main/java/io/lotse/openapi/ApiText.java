package io.lotse.openapi;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * How the text of a parameter becomes the JSON value that a schema speaks of.
 *
 * @param types the types that the schema allows; empty where it does not say
 */
public record ApiText(Set<String> types) {
    static final ApiText ANY = new ApiText(Set.of());

    private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,300}(\\.\\d{1,300})?([eE][+-]?\\d{1,3})?");

    /** A text that is none of what the schema allows stays one, for the schema to refuse. */
    Object value(String text) {
        boolean number = types.contains("number") || types.contains("integer");
        if (number && WHOLE.matcher(text).matches()) {
            return Long.valueOf(text);
        }
        if (number && NUMBER.matcher(text).matches()) {
            return Double.valueOf(text);
        }
        if (types.contains("boolean") && (text.equals("true") || text.equals("false"))) {
            return Boolean.valueOf(text);
        }
        return text;
    }
}
