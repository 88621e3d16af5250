package io.lotse.contracts.reports;

import java.time.Instant;

import io.lotse.contracts.Doc;

/** What a report is about, without what it says. */
@Doc("What a report is about, without what it says.")
public record ReportSummary(
        @Doc("Its own id; the later reports have the greater ones") String id,
        @Doc("The service's name; absent where it is about the whole mesh") String service,
        @Doc("The beginning of its period") Instant from,
        @Doc("The end of its period") Instant to,
        @Doc("When it was made") Instant madeAt,
        @Doc("The name of the node that made it") String node,
        @Doc("Whether the schedule asked for it") boolean scheduled,
        @Doc(value = "How many findings it has", min = 0) int findings,
        @Doc("What the findings cost users in all, in seconds") double lostSeconds) {}
