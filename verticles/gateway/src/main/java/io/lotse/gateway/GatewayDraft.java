package io.lotse.gateway;

import java.time.Duration;
import java.util.List;

/** A copy of a gateway's configuration in which some things may be otherwise. */
final class GatewayDraft {
    private final GatewayConfig original;

    Integer h2cPort;
    GatewayConfig.Timeouts timeouts;
    GatewayConfig.Limits limits;
    Duration drain;
    GatewayConfig.Routes routes;
    String zone;
    GatewayConfig.Tls tls;
    long cacheBytes;
    List<String> trustedProxies;
    GatewayConfig.AccessLog accessLog;
    TracingConfig tracing;
    boolean serverTiming;

    GatewayDraft(GatewayConfig original) {
        this.original = original;
        this.h2cPort = original.h2cPort();
        this.timeouts = original.timeouts();
        this.limits = original.limits();
        this.drain = original.drain();
        this.routes = original.routes();
        this.zone = original.zone();
        this.tls = original.tls();
        this.cacheBytes = original.cacheBytes();
        this.trustedProxies = original.trustedProxies();
        this.accessLog = original.accessLog();
        this.tracing = original.tracing();
        this.serverTiming = original.serverTiming();
    }

    GatewayConfig config() {
        return new GatewayConfig(
                original.bindAddress(),
                original.port(),
                h2cPort,
                original.host(),
                original.environment(),
                original.control(),
                timeouts,
                limits,
                drain,
                routes,
                zone,
                tls,
                cacheBytes,
                trustedProxies,
                accessLog,
                tracing,
                serverTiming);
    }
}
