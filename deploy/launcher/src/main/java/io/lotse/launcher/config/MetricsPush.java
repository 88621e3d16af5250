package io.lotse.launcher.config;

import java.net.URI;
import java.time.Duration;

/**
 * Where a node sends its figures, besides showing them to Prometheus.
 *
 * @param influx an InfluxDB, its query naming {@code org} and {@code bucket}, or {@code db} for version 1; null for none
 * @param influxToken null for none
 * @param otlp a collector that takes OTLP over HTTP, as its base; null for none
 * @param every how often
 */
public record MetricsPush(URI influx, String influxToken, URI otlp, Duration every) {
    public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(30);

    /** To nobody. */
    public static final MetricsPush NONE = new MetricsPush(null, null, null, DEFAULT_INTERVAL);

    /** Leaves the token out. */
    @Override
    public String toString() {
        return "MetricsPush[influx=" + influx + ", otlp=" + otlp + ", every=" + every + "]";
    }
}
