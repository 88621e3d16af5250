package io.lotse.mock;

import java.io.IOException;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;

/** Stands before a service, and writes down what it is asked and what it answers. */
public final class RecorderVerticle extends VerticleBase {
    private final RecorderConfig config;
    private HttpServer server;

    /** @param config what is recorded, and where */
    public RecorderVerticle(RecorderConfig config) {
        this.config = config;
    }

    /**
     * Begins the file and listens.
     *
     * @return fails with {@link IllegalArgumentException} that says in a line why the file cannot be written, else as listening does
     */
    @Override
    public Future<?> start() {
        return vertx.executeBlocking(this::begin, false).compose(v -> {
            server = vertx.createHttpServer().requestHandler(new Recorder(vertx, config));
            return server.listen(config.port(), config.host());
        });
    }

    private Void begin() {
        try {
            RecordingFile.append(config.file(), "");
            return null;
        } catch (IOException e) {
            throw DocumentFile.wrong(config.file(), "cannot be written: " + e.getMessage());
        }
    }

    /** Where it listens, once started. */
    public int port() {
        return server.actualPort();
    }
}
