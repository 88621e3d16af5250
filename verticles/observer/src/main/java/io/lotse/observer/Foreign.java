package io.lotse.observer;

import java.time.Duration;

import io.vertx.core.json.JsonObject;

/** Reads what others wrote: whatever is not of the kind that is wanted counts as absent. */
final class Foreign {
    private static final int LONGEST_QUOTE = 120;
    private static final double LONGEST_SECONDS = 1e10;

    private Foreign() {}

    /** Null if it is no text, or an empty one; clipped to one short line. */
    static String text(JsonObject json, String field) {
        return json.getValue(field) instanceof String text && !text.isBlank() ? quote(text) : null;
    }

    /** Null if it is no object. */
    static JsonObject object(JsonObject json, String field) {
        return json.getValue(field) instanceof JsonObject object ? object : null;
    }

    /** Null if it is no finite number of 0 or more; a number in a text counts. */
    static Double number(Object value) {
        if (value instanceof Number number) {
            return wellFormed(number.doubleValue());
        }
        if (value instanceof String text && text.length() < 32) {
            try {
                return wellFormed(Double.parseDouble(text));
            } catch (NumberFormatException notOne) {
                return null;
            }
        }
        return null;
    }

    /** As {@link #number}, nothing above 1. */
    static Double share(Object value) {
        Double number = number(value);
        return number == null || number > 1 ? null : number;
    }

    /** As {@link #number}, rounded. */
    static Long whole(Object value) {
        Double number = number(value);
        return number == null ? null : Math.round(number);
    }

    /** As {@link #number}, of seconds. */
    static Duration seconds(Object value) {
        Double number = number(value);
        return number == null || number > LONGEST_SECONDS ? null : Duration.ofMillis(Math.round(number * 1_000));
    }

    /** Foreign text, fit for a log line and not longer than one. */
    static String quote(String foreign) {
        if (foreign == null) {
            return "nowhere";
        }
        String clipped = foreign.length() > LONGEST_QUOTE ? foreign.substring(0, LONGEST_QUOTE) + "..." : foreign;
        return clipped.replaceAll("\\p{Cntrl}", " ");
    }

    private static Double wellFormed(double number) {
        return Double.isFinite(number) && number >= 0 ? number : null;
    }
}
