package io.lotse.gateway;

import java.util.concurrent.atomic.AtomicInteger;

import io.vertx.core.MultiMap;

/** A service behind a route that lets not everybody in; keeps what it was asked with. */
final class ProtectedService {
    final AtomicInteger asked = new AtomicInteger();
    private final GatewayFixture gateway;
    private final String name;
    private volatile MultiMap seen;

    /** Starts one that answers with {@code answer 1}, {@code answer 2} and so on, which may be kept for a minute. */
    ProtectedService(GatewayFixture gateway, String name) {
        this.gateway = gateway;
        this.name = name;
        gateway.instance(name, r -> {
            seen = r.headers();
            r.response().putHeader("Cache-Control", "max-age=60").end("answer " + asked.incrementAndGet());
        });
    }

    /** Puts it behind {@code /r}. */
    void route(String policy) {
        gateway.mesh.route(
                "r",
                """
                {"match": {"path": "/r/**"}, "targets": [{"service": "%s"}], "policy": %s}"""
                        .formatted(name, policy));
    }

    /** The headers of the last request. */
    MultiMap seen() {
        return seen;
    }
}
