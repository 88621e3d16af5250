package io.lotse.contracts.gateway;

import java.time.Duration;

import io.lotse.contracts.Doc;

/** How long a route waits for whom. */
@Doc("How long a route waits for whom, in seconds.")
public record RouteTimeouts(
        @Doc("Until an instance has taken a connection; absent for the node's") Duration connect,
        @Doc("From the end of the request until the head of the answer; absent for the node's") Duration firstByte,
        @Doc("Without a byte of the answer from the instance; absent for as long as the connection may be idle")
                Duration idle,
        @Doc("From the head of the request until the end of the answer, all tries together; absent for no limit")
                Duration total) {
    public static final RouteTimeouts DEFAULTS = new RouteTimeouts(null, null, null, null);
}
