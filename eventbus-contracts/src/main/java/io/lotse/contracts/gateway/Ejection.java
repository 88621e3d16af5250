package io.lotse.contracts.gateway;

import java.time.Duration;

import io.lotse.contracts.Doc;

/** When an instance is left out for a while because of how its requests end. */
@Doc(
        "When an instance is left out for a while because of how its requests end. One that takes no connection is left out"
                + " at once.")
public record Ejection(
        @Doc(
                        value =
                                "So many requests in a row that broke off, timed out or were answered 502, 503 or 504; 0 for never;"
                                        + " absent for 5",
                        min = 0,
                        max = 1_000)
                Integer failures,
        @Doc(
                        value =
                                "An instance this many times slower than the median of all is left out; absent for never",
                        min = 2,
                        max = 1_000)
                Integer latencyFactor,
        @Doc("For how long at first; each time it fails on trial the time doubles; absent for 1") Duration first,
        @Doc("For how long at most; absent for 30") Duration longest,
        @Doc(
                        value =
                                "The largest share of a service's instances that is left out for failures or latency, in percent;"
                                        + " absent for 50",
                        min = 1,
                        max = 99)
                Integer maxShare) {
    public static final Ejection DEFAULTS = new Ejection(null, null, null, null, null);
}
