package io.lotse.contracts.gateway;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.lotse.contracts.Doc;

/** How an instance is picked. */
@Doc("How an instance is picked.")
public enum BalancingStrategy {
    /** In turn, by weight. */
    @JsonProperty("round-robin")
    ROUND_ROBIN,
    /** The one with the fewest requests running, by weight. */
    @JsonProperty("least-requests")
    LEAST_REQUESTS,
    /** Of two at random the one whose running requests would be answered sooner, by its latency of late. */
    @JsonProperty("peak-ewma")
    PEAK_EWMA,
    /** The same for the same key, while it is not much busier than the others. */
    @JsonProperty("consistent-hash")
    CONSISTENT_HASH,
    /** The one that the client was given by a cookie; a new client's in turn. */
    @JsonProperty("sticky-cookie")
    STICKY_COOKIE
}
