package io.lotse.contracts.events;

import java.time.Duration;
import java.time.Instant;

import io.lotse.contracts.Doc;

/** Asks for the events of a durable topic, in their order. */
@Doc(
        "Asks for the events of a durable topic, in their order; the oldest that are kept where neither offset nor time is given.")
public record EventsQuery(
        @Doc("The topic") String topic,
        @Doc(
                        value =
                                "The offset to begin at; one that is not kept any more means the oldest. Absent for a time",
                        min = 0)
                Long from,
        @Doc("The time to begin at, the first event that was stored then or later; absent for an offset") Instant since,
        @Doc(value = "So many events at most; absent for 100. Fewer come where they are large", min = 1, max = 1000)
                Integer max,
        @Doc("So long to wait for an event where there is none, in seconds up to 20; absent for not at all")
                Duration waitFor) {}
