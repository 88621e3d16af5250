package io.lotse.mock;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * What a mock answers with, and where.
 *
 * @param service the service that it stands in for
 * @param host the address to listen at
 * @param port the port to listen at; 0 for any that is free
 * @param kind what the source is
 * @param source an OpenAPI document; or a file of recorded answers, or a folder of such
 * @param latency each answer takes as long as this at least
 * @param seed what values are made up by: the same ones for the same seed
 * @param checksRequests whether requests that do not fit the document are refused
 * @param told hears what people should know, a line at a time, on any thread
 */
public record MockConfig(
        String service,
        String host,
        int port,
        Kind kind,
        Path source,
        Duration latency,
        long seed,
        boolean checksRequests,
        Consumer<String> told) {
    /** What a mock's answers come from. */
    public enum Kind {
        OPENAPI,
        RECORDED
    }

    /** @throws IllegalArgumentException if the latency is negative */
    public MockConfig {
        Objects.requireNonNull(service);
        Objects.requireNonNull(source);
        if (latency.isNegative()) {
            throw new IllegalArgumentException("latency: " + latency + " is less than nothing");
        }
    }
}
