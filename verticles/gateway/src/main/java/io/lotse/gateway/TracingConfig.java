package io.lotse.gateway;

import java.net.URI;

/**
 * Where spans of requests go.
 *
 * @param endpoint the base address of an OTLP collector that takes HTTP; spans go to {@code v1/traces} under it
 * @param share how many of the traces that begin here are sampled, 0 to 1; what others began is sampled as they say
 */
public record TracingConfig(URI endpoint, double share) {
    public TracingConfig {
        Requirements.require(endpoint != null, "gateway.tracing.endpoint is missing");
        Requirements.require(
                ("http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme()))
                        && endpoint.getHost() != null,
                "gateway.tracing.endpoint is " + endpoint + ": give http://HOST:PORT or https://HOST:PORT");
        Requirements.requireShare(share, "gateway.tracing.share");
    }
}
