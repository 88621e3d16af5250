package io.lotse.contracts.reports;

import java.time.Duration;

import io.lotse.contracts.Doc;

/** How a service did within a report's period; what was not measured is absent. */
@Doc("How a service did within a report's period; what was not measured is absent.")
public record ServiceFigures(
        @Doc("The service's name") String serviceName,
        @Doc(value = "How many instances are active", min = 0) int instances,
        @Doc(value = "Requests through the gateways", min = 0) long requests,
        @Doc(value = "Those of them that failed or were answered 5xx", min = 0) long errors,
        @Doc(
                        "Half of the requests were answered within this, the median of the period, seconds; absent if not measured")
                Duration p50,
        @Doc("The same for 95 of 100; absent if not measured") Duration p95,
        @Doc("The same for 99 of 100; absent if not measured") Duration p99,
        @Doc(
                        "The share of the processors that is used at the peak, 0 to 1: the 95th percentile of the busiest hour; absent if not measured")
                Double cpuPeak,
        @Doc("The same of the memory that may be used, of the fullest instance; absent if not measured")
                Double memoryPeak,
        @Doc("The share of the health checks that did not fail, 0 to 1; absent if not checked") Double up,
        @Doc("For how long of the period there are figures, seconds") Duration measured) {}
