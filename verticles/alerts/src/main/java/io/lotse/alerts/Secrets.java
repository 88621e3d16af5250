package io.lotse.alerts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import io.lotse.contracts.alerts.AlertChannel;
import io.lotse.contracts.alerts.SecretSource;

/** Reads secrets where settings say that they are, anew each time: they may be changed. */
final class Secrets {
    private static final long LARGEST_BYTES = 64 * 1024;

    private final Vertx vertx;
    private final Map<String, String> environment;

    Secrets(Vertx vertx, Map<String, String> environment) {
        this.vertx = vertx;
        this.environment = environment;
    }

    /**
     * The secret.
     *
     * @param source null for none
     * @return null for none; fails with what is missing and where
     */
    Future<String> read(SecretSource source) {
        if (source == null) {
            return Future.succeededFuture();
        }
        if (source.env() != null) {
            String value = environment.get(source.env());
            return value == null || value.isBlank()
                    ? Future.failedFuture("the variable " + source.env()
                            + " is not set at this node: set it at each node that has the room alerts")
                    : Future.succeededFuture(value.strip());
        }
        return vertx.executeBlocking(() -> file(source.file()), false);
    }

    /** Where a channel posts to: its settings say it, or where it is kept as a secret. */
    Future<String> url(AlertChannel channel) {
        return channel.url() != null ? Future.succeededFuture(channel.url()) : read(channel.urlFrom());
    }

    private static String file(String name) throws IOException {
        Path file = Path.of(name);
        if (!Files.isReadable(file)) {
            throw new IOException(
                    "the file " + name + " cannot be read at this node: put it on each node that has the room alerts");
        }
        if (Files.size(file) > LARGEST_BYTES) {
            throw new IOException(
                    "the file " + name + " is larger than a secret: it has " + Files.size(file) + " bytes");
        }
        return Files.readString(file).strip();
    }
}
