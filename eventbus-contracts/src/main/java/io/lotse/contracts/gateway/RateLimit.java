package io.lotse.contracts.gateway;

import java.time.Duration;

import io.lotse.contracts.Doc;

/** How many requests of a route are let through within a time; what is beyond that is refused. */
@Doc(
        "How many requests of a route are let through within a time, all gateways together; what is beyond that is refused.")
public record RateLimit(
        @Doc(value = "So many within the window, spread evenly over it", min = 1, max = 1_000_000) int requests,
        @Doc("The window, in whole seconds; absent for 1") Duration window,
        @Doc(
                        value = "So many may come at once after a pause; absent for as many as within a window",
                        min = 1,
                        max = 1_000_000)
                Integer burst,
        @Doc("Whose requests count together: those of one client-address (an IPv6 network of 64 bits), of one token"
                        + " (Authorization), of one value of header:NAME, or of the whole route; requests without that token or"
                        + " header count by address; absent for client-address")
                String key) {}
