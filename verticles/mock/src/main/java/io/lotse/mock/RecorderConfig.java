package io.lotse.mock;

import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;

/**
 * What is recorded, and where.
 *
 * @param host the address to listen at
 * @param port the port to listen at; 0 for any that is free
 * @param upstream the service; a request's path and query are put behind it
 * @param file takes an answer a line, behind those that it has
 */
public record RecorderConfig(String host, int port, URI upstream, Path file) {
    /** @throws IllegalArgumentException if the upstream is no http:// URL */
    public RecorderConfig {
        Objects.requireNonNull(file);
        boolean isHttp = "http".equals(upstream.getScheme()) || "https".equals(upstream.getScheme());
        if (!isHttp || upstream.getHost() == null) {
            throw new IllegalArgumentException(
                    upstream + " is no URL of a service: give one such as http://127.0.0.1:8080");
        }
    }
}
