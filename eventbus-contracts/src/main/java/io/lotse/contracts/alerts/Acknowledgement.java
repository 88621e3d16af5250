package io.lotse.contracts.alerts;

import java.time.Instant;

import io.lotse.contracts.Doc;

/** Somebody looks after an alert. */
@Doc("Somebody looks after an alert.")
public record Acknowledgement(
        @Doc("Who") String author,
        @Doc("What is done about it; absent for nothing to say") String comment,
        @Doc("Since when") Instant at) {}
