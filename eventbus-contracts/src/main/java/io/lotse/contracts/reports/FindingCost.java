package io.lotse.contracts.reports;

import java.time.Duration;

import io.lotse.contracts.Doc;

/** What a finding cost users within the report's period, and how that was reckoned. */
@Doc("What a finding cost users within the report's period, and how that was reckoned.")
public record FindingCost(
        @Doc(
                        "Seconds that users lost: what they waited beyond what they should, and for each request that failed or found nobody the time until they tried again")
                double lostSeconds,
        @Doc(value = "How many requests were affected", min = 0) long requests,
        @Doc("How much longer each of them took than it should, the mean, seconds; absent where that is not the cost")
                Duration excess,
        @Doc(value = "How many requests failed", min = 0) long errors,
        @Doc("For how long nobody answered, seconds") Duration down,
        @Doc("The reckoning, for people") String arithmetic) {}
