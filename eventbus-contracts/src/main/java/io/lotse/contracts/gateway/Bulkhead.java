package io.lotse.contracts.gateway;

import java.time.Duration;

import io.lotse.contracts.Doc;

/** How many requests of a route may run at once. */
@Doc("How many requests of a route may run at once on a node; what is beyond both numbers is refused.")
public record Bulkhead(
        @Doc(value = "So many run", min = 1, max = 1_000_000) int concurrent,
        @Doc(value = "So many wait for their turn; absent for 0", min = 0, max = 1_000_000) Integer queue,
        @Doc("A request that has waited for so long is refused; absent for 1") Duration maxWait) {}
