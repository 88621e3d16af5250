package io.lotse.contracts.metrics;

import java.time.Duration;
import java.time.Instant;

import io.lotse.contracts.Doc;

/** Asks for the figures of a service, an instance or a node over a span of time: of exactly one of them. */
@Doc("Asks for the figures of a service, an instance or a node over a span of time: of exactly one of them.")
public record SeriesQuery(
        @Doc("The service's name; absent if an instance or a node is meant") String service,
        @Doc("The instance's id; absent if a service or a node is meant") String serviceId,
        @Doc("The node's name; absent if a service or an instance is meant") String node,
        @Doc("Which figure, such as latency_p99_ms; absent for all there are") String metric,
        @Doc("The beginning of the span; absent for 15 minutes before its end") Instant from,
        @Doc("The end of the span; absent for now") Instant to,
        @Doc("Seconds from one value to the next, at least; absent for as fine as is kept of the whole span")
                Duration step,
        @Doc("A request path of the service that has thresholds, as they name it; absent for the service as a whole")
                String path) {
    /** Of a subject as a whole. */
    public SeriesQuery(
            String service, String serviceId, String node, String metric, Instant from, Instant to, Duration step) {
        this(service, serviceId, node, metric, from, to, step, null);
    }
}
