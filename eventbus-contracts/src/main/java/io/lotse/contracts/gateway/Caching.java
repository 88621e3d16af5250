package io.lotse.contracts.gateway;

import java.time.Duration;

import io.lotse.contracts.Doc;

/** Which answers of a route are kept and served again, by RFC 9111. */
@Doc("Which answers of a route are kept and served again, by RFC 9111.")
public record Caching(
        @Doc(value = "An answer with a larger body is not kept; bytes, absent for 262144", min = 0, max = 4_194_304)
                Integer maxBody,
        @Doc("How long an answer is fresh that does not say so itself; absent: it is asked for again each time")
                Duration heuristic,
        @Doc("How long past its freshness an answer may be served while it is asked for anew, where it does not say so"
                        + " itself; absent for no time")
                Duration staleWhileRevalidate,
        @Doc("How long past its freshness an answer may be served when no instance can answer, where it does not say so"
                        + " itself; absent for no time")
                Duration staleIfError,
        @Doc(value = "So many requests wait for one that asks for the same; absent for 100", min = 0, max = 10_000)
                Integer waiting) {}
