package io.lotse.contracts.alerts;

import java.time.Instant;
import java.util.List;

import io.lotse.contracts.Doc;

/** For a time nobody is told of some alerts. */
@Doc("For a time nobody is told of some alerts.")
public record Silence(
        @Doc("Its own id") String id,
        @Doc("What the labels of an alert must be, each of them") List<AlertMatcher> matchers,
        @Doc("Who") String author,
        @Doc("Why") String comment,
        @Doc("From when") Instant startsAt,
        @Doc("Until when") Instant endsAt,
        @Doc("When it was made") Instant createdAt) {
    public Silence {
        matchers = matchers == null ? List.of() : List.copyOf(matchers);
    }
}
