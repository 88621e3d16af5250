package io.lotse.mock;

import java.util.Random;

import io.vertx.core.json.JsonObject;

/** Makes numbers of schemas up. */
final class Numbers {
    private static final double USUAL = 1000;

    private Numbers() {}

    static Number integer(JsonObject schema, Random random) {
        double step = step(schema, 1);
        return (long) pick(schema, step, random);
    }

    static Number number(JsonObject schema, Random random) {
        double step = step(schema, 0.01);
        double value = pick(schema, step, random);
        // no more digits than the step has
        return step == 0.01 ? Math.round(value * 100) / 100.0 : value;
    }

    private static double step(JsonObject schema, double otherwise) {
        double step = schema.getValue("multipleOf") instanceof Number n ? n.doubleValue() : otherwise;
        return step > 0 ? step : otherwise;
    }

    /** One of the multiples of the step that lie within the bounds. */
    private static double pick(JsonObject schema, double step, Random random) {
        double low = bound(schema, "minimum", "exclusiveMinimum", step, Double.NaN);
        double high = bound(schema, "maximum", "exclusiveMaximum", -step, Double.NaN);
        if (Double.isNaN(low)) {
            low = Double.isNaN(high) ? step : Math.min(step, high - USUAL * step);
        }
        if (Double.isNaN(high)) {
            high = Math.max(USUAL, low + USUAL * step);
        }
        double first = Math.ceil(low / step);
        double last = Math.floor(high / step);
        double at = last <= first ? first : first + Math.floor(random.nextDouble() * (last - first + 1));
        double value = at * step;
        return value < low ? low : Math.min(value, high);
    }

    /** In OpenAPI 3.0 {@code exclusiveMinimum} says whether the minimum itself is left out, later it is a bound of its own. */
    private static double bound(JsonObject schema, String word, String exclusive, double inwards, double otherwise) {
        double bound = schema.getValue(word) instanceof Number n ? n.doubleValue() : otherwise;
        Object left = schema.getValue(exclusive);
        if (Boolean.TRUE.equals(left)) {
            return bound + inwards;
        }
        if (left instanceof Number n) {
            double own = n.doubleValue() + inwards;
            boolean isTighter = Double.isNaN(bound) || (inwards > 0 ? own > bound : own < bound);
            return isTighter ? own : bound;
        }
        return bound;
    }
}
