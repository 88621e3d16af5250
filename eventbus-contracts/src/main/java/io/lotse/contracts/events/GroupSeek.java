package io.lotse.contracts.events;

import java.time.Instant;

import io.lotse.contracts.Doc;

/** Sets a group to another place. */
@Doc(
        "Sets a group to another place of its topic; what it was handed is forgotten. With neither offset nor time to the oldest event.")
public record GroupSeek(
        @Doc("The topic") String topic,
        @Doc("The group") String group,
        @Doc(value = "The offset to go on at; absent for a time, or for the oldest event", min = 0) Long from,
        @Doc("The time to go on at; absent for an offset, or for the oldest event") Instant since) {}
