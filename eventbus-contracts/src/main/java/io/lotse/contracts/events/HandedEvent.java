package io.lotse.contracts.events;

import java.time.Instant;

import io.lotse.contracts.Doc;

/** An event in the hands of a consumer. */
@Doc("An event in the hands of a consumer.")
public record HandedEvent(
        @Doc(value = "Its place in the topic, by which it is acknowledged", min = 0) long offset,
        @Doc(value = "The how many-th try it is, from 1", min = 1) int attempt,
        @Doc("When it comes again unless it is acknowledged before") Instant until,
        @Doc("When it was stored") Instant storedAt,
        @Doc("The event") CloudEvent event) {}
