package io.lotse.contracts.health;

import java.time.Duration;
import java.time.Instant;

import io.lotse.contracts.Doc;

/** How an instance was when it was checked last. */
@Doc("How an instance was when it was checked last.")
public record HealthReport(
        @Doc("The instance's id") String serviceId,
        @Doc("The service's name") String serviceName,
        @Doc("up, degraded, down or unknown; down only after several failures in a row") HealthStatus status,
        @Doc("From the request to the end of the answer, seconds; absent where no answer came to its end")
                Duration latency,
        @Doc(value = "The answer's HTTP status; absent where none came", min = 100, max = 999) Integer httpStatus,
        @Doc("What was seen, for people; what to do where it is not well") String detail,
        @Doc("When it was checked last, by the checking node's clock; absent if it never was") Instant checkedAt,
        @Doc(value = "How many checks have failed in a row; 0 after one that did not", min = 0) int consecutiveFailures,
        @Doc("Since when it has this status; absent if it was never checked") Instant since,
        @Doc("The name of the node that checked it last; absent if none did") String node,
        @Doc("What its health answer told of the instance; absent where it told nothing") Vitals vitals) {

    /** A report of a check that told no more than the status. */
    public HealthReport(
            String serviceId,
            String serviceName,
            HealthStatus status,
            Duration latency,
            Integer httpStatus,
            String detail,
            Instant checkedAt,
            int consecutiveFailures,
            Instant since,
            String node) {
        this(
                serviceId,
                serviceName,
                status,
                latency,
                httpStatus,
                detail,
                checkedAt,
                consecutiveFailures,
                since,
                node,
                null);
    }
}
