package io.lotse.mock;

import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Validator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes values up, and holds them against their schema: alternatives are tried until one fits. */
final class ValueMaker {
    private static final Logger LOG = LoggerFactory.getLogger(ValueMaker.class);
    private static final int TRIES = 40;

    private final SchemaValues values;
    private final Validator validator;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    ValueMaker(SchemaValues values, Validator validator) {
        this.values = values;
        this.validator = validator;
    }

    /**
     * A value of a schema; the same for the same seed.
     *
     * @param key by which it is held against the schema
     * @return null if nothing fits better
     * @throws IllegalArgumentException if the schema has no value that ends
     */
    Object make(Object schema, String key, long seed) {
        Object first = null;
        IllegalArgumentException failure = null;
        for (int i = 0; i < TRIES; i++) {
            try {
                Object value = values.make(schema, new SchemaValues.Way(i, new Random(seed + i)));
                if (fits(key, value)) {
                    return value;
                }
                first = first == null ? value : first;
            } catch (IllegalArgumentException e) {
                failure = e;
            }
        }
        if (first == null && failure != null) {
            throw failure;
        }
        if (told.add(key)) {
            LOG.warn("event=mock_value_unfit schema=\"{}\"", schema);
        }
        return first;
    }

    private boolean fits(String key, Object value) {
        try {
            JsonObject held = new JsonObject();
            held.put(key, value);
            return Boolean.TRUE.equals(validator.validate(held).getValid());
        } catch (RuntimeException | StackOverflowError misunderstood) {
            return true;
        }
    }
}
