package io.lotse.contracts.events;

import java.time.Duration;
import java.time.Instant;

import io.lotse.contracts.Doc;

/** A group of consumers that share the events of a durable topic. */
@Doc(
        "A group of consumers that share the events of a durable topic: each event goes to one of them, and comes again until"
                + " it is acknowledged.")
public record GroupDefinition(
        @Doc("The topic") String topic,
        @Doc("The group's name, 1 to 100 of a-z, 0-9, '.', '_' and '-'") String group,
        @Doc(value = "The offset that a new group begins at; absent for a time, or for the oldest event", min = 0)
                Long from,
        @Doc("The time that a new group begins at; absent for an offset, or for the oldest event") Instant since,
        @Doc(
                        "So long a consumer has for an event that was handed to it, in seconds, before it comes again; absent for 30")
                Duration visibility,
        @Doc(
                        "So long an event that was refused rests, in seconds; each further time twice as long, up to 10 minutes; absent for 1")
                Duration backoff) {
    public static final Duration DEFAULT_VISIBILITY = Duration.ofSeconds(30);
    public static final Duration DEFAULT_BACKOFF = Duration.ofSeconds(1);
}
