package io.lotse.contracts.gateway;

import io.lotse.contracts.Doc;

/** How many requests a gateway let through that count together. */
@Doc("How many requests a gateway let through that count together.")
public record RateCount(
        @Doc("The limit: its route and what it says; the same at all gateways") String limit,
        @Doc("Whose they are: an address, or a hash of a token or header; absent for all of the route's") String key,
        @Doc("How many since it was told last") long requests) {}
