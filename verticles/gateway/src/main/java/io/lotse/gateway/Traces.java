package io.lotse.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node's part in traces once it is there: OpenTelemetry takes seconds to load, which no start waits for. Until then requests go
 * through as if nothing were traced.
 */
final class Traces {
    private static final Logger LOG = LoggerFactory.getLogger(Traces.class);

    private final TracingConfig config;
    private final String host;
    private final TrustedProxies proxies;
    private final MeterRegistry registry;
    private volatile Tracing made;

    /** @param registry where lost spans are counted; null for nowhere */
    Traces(TracingConfig config, String host, TrustedProxies proxies, MeterRegistry registry) {
        this.config = config;
        this.host = host;
        this.proxies = proxies;
        this.registry = registry;
    }

    /** Loads what makes spans, and sends what they tell from then on. Done when requests are traced; fails if they never will be. */
    Future<Void> start(Vertx vertx) {
        return vertx.executeBlocking(() -> Tracing.to(config, host, proxies, registry), false)
                .<Void>map(tracing -> {
                    vertx.setPeriodic(Tracing.SEND_MILLIS, t -> tracing.send(vertx));
                    made = tracing;
                    return null;
                })
                .onSuccess(v -> LOG.info("event=tracing_started endpoint={}", config.endpoint()))
                .onFailure(e -> LOG.error("event=tracing_failed endpoint={}", config.endpoint(), e));
    }

    /** What makes spans; null while nothing does. */
    Tracing now() {
        return made;
    }

    /** The gateway has answered a request that never had a route. */
    void refused(HttpServerRequest request) {
        Tracing tracing = made;
        if (tracing != null) {
            tracing.refused(request);
        }
    }

    /** Sends what spans wait; done when they are sent or lost. */
    Future<Void> send(Vertx vertx) {
        Tracing tracing = made;
        return tracing == null ? Future.succeededFuture() : tracing.send(vertx);
    }
}
