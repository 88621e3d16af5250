package io.lotse.contracts.events;

import java.time.Instant;

import io.lotse.contracts.Doc;

/** An event that is kept. */
@Doc("An event that is kept.")
public record StoredEvent(
        @Doc(value = "Its place in the topic: they begin at 0, and none is left out", min = 0) long offset,
        @Doc("When it was stored; never earlier than that of the event before") Instant storedAt,
        @Doc("The event") CloudEvent event) {}
