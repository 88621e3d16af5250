package io.lotse.contracts.reports;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.lotse.contracts.Doc;

/** How many instances a service should have, and how that was reckoned. */
@Doc("How many instances a service should have, and how that was reckoned.")
public record ScalingAdvice(
        @Doc("The service's name") String serviceName,
        @Doc(value = "How many are active now", min = 0) int current,
        @Doc("How many there should be; absent where too little was measured to say") Integer recommended,
        @Doc(
                        value =
                                "Fewer than these it should never have, for redundancy: its metadata's min_replicas, else 2, or 1 where only 1 runs",
                        min = 0)
                int min,
        @Doc("More than these it should never have: its metadata's max_replicas; absent if nobody said") Integer max,
        @Doc("Why, for people") String reason,
        @Doc("The reckoning, step by step") List<String> arithmetic,
        @Doc("The share of the processors that is used at the peak, 0 to 1; absent if not measured") Double cpuPeak,
        @Doc("Requests under way at the peak, of all instances; absent if not measured") Double inFlightPeak,
        @Doc("For how long this was measured, seconds") Duration measured,
        @Doc("When this was reckoned") Instant at,
        @Doc("Until when it may be acted on") Instant validUntil) {
    public ScalingAdvice {
        arithmetic = arithmetic == null ? List.of() : List.copyOf(arithmetic);
    }
}
