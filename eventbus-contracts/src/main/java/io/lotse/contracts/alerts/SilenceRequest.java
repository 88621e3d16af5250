package io.lotse.contracts.alerts;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.lotse.contracts.Doc;

/** Makes a silence, or changes one. */
@Doc("Makes a silence, or changes one.")
public record SilenceRequest(
        @Doc("The id of the one to change; absent for a new one") String id,
        @Doc("What the labels of an alert must be, each of them; one at least") List<AlertMatcher> matchers,
        @Doc("Who") String author,
        @Doc("Why") String comment,
        @Doc("From when; absent for now") Instant startsAt,
        @Doc("Until when; absent where a duration says it") Instant endsAt,
        @Doc("For how long, seconds; absent where ends_at says it") Duration duration) {
    public SilenceRequest {
        matchers = matchers == null ? List.of() : List.copyOf(matchers);
    }
}
