package io.lotse.gateway;

import java.time.Duration;

import io.lotse.contracts.gateway.RouteTimeouts;

/**
 * How long a route waits for whom, compiled.
 *
 * @param connect until a connection is there, in milliseconds; 0 for the node's
 * @param firstByte until the head of the answer, in nanoseconds
 * @param idle without a byte of the answer, in nanoseconds; 0 for no limit
 * @param total for the whole exchange, in nanoseconds; 0 for no limit
 */
record Patience(long connect, long firstByte, long idle, long total) {
    static Patience of(RouteTimeouts timeouts, GatewayConfig.Timeouts node) {
        RouteTimeouts t = timeouts == null ? RouteTimeouts.DEFAULTS : timeouts;
        return new Patience(
                t.connect() == null ? 0 : t.connect().toMillis(),
                nanos(t.firstByte() == null ? node.firstByte() : t.firstByte()),
                nanos(t.idle()),
                nanos(t.total()));
    }

    /** The shortest of those that the gateway keeps itself, in nanoseconds. */
    long shortest() {
        long shortest = firstByte;
        shortest = idle == 0 ? shortest : Math.min(shortest, idle);
        return total == 0 ? shortest : Math.min(shortest, total);
    }

    private static long nanos(Duration duration) {
        return duration == null ? 0 : duration.toNanos();
    }
}
