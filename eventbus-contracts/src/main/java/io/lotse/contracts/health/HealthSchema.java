package io.lotse.contracts.health;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The published structure of what a service answers at its health path. */
public final class HealthSchema {
    private static final String RESOURCE = "health.schema.json";

    /** A JSON Schema, 2020-12. */
    public static final String TEXT = read();

    private HealthSchema() {}

    private static String read() {
        try (InputStream in = HealthSchema.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is not beside " + HealthSchema.class.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
