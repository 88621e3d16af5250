package io.lotse.contracts.reports;

import java.time.Duration;
import java.time.Instant;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Doc;

/** Asks for a report to be made. */
@Doc("Asks for a report to be made.")
public record ReportRequest(
        @Doc("The service's name; absent for the whole mesh") String service,
        @Doc("Over how many seconds before its end, a minute to 7 days; absent for a day") Duration period,
        @Doc("The end of the period; absent for now") Instant until) {
    public static final Duration DEFAULT_PERIOD = Duration.ofDays(1);
    public static final Duration SHORTEST_PERIOD = Duration.ofMinutes(1);
    public static final Duration LONGEST_PERIOD = Duration.ofDays(7);

    public ReportRequest {
        period = period == null ? DEFAULT_PERIOD : period;
        if (period.compareTo(SHORTEST_PERIOD) < 0 || period.compareTo(LONGEST_PERIOD) > 0) {
            throw ContractException.invalid(
                    "period", "is " + period.toSeconds() + " s: give 60 (a minute) to 604800 (7 days)");
        }
    }
}
