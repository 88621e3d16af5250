package io.lotse.mock;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;

/** Stands in for a service: answers from its OpenAPI document, or with what was recorded of it. */
public final class MockVerticle extends VerticleBase {
    private static final long LOOK_MILLIS = 500;

    private final MockConfig config;
    private HttpServer server;

    /** @param config what to answer with, and where */
    public MockVerticle(MockConfig config) {
        this.config = config;
    }

    /**
     * Reads the source and listens.
     *
     * @return fails with {@link IllegalArgumentException} that says in a line what is wrong with the source, else as listening does
     */
    @Override
    public Future<?> start() {
        MockSource source = new MockSource(config);
        return vertx.executeBlocking(source::load, false).compose(answers -> {
            MockHandler handler = new MockHandler(vertx, config.latency(), source);
            server = vertx.createHttpServer().requestHandler(handler);
            vertx.setPeriodic(LOOK_MILLIS, timer -> vertx.executeBlocking(source::look, true));
            return server.listen(config.port(), config.host());
        });
    }

    /** Where it listens, once started. */
    public int port() {
        return server.actualPort();
    }
}
