package io.lotse.contracts.events;

import java.time.Instant;

import io.lotse.contracts.Doc;

/** An event that a group could not do. */
@Doc("An event that a group could not do.")
public record DeadLetter(
        @Doc(value = "Its place among the dead letters of the topic", min = 0) long offset,
        @Doc("The topic where it came from") String topic,
        @Doc("The group that could not do it") String group,
        @Doc(value = "Its place in that topic", min = 0) long originOffset,
        @Doc(value = "How often it was handed out", min = 0) int attempts,
        @Doc("What the last refusal said, or that nobody acknowledged it in time") String reason,
        @Doc("When it was given up") Instant diedAt,
        @Doc("The event, as it was published") CloudEvent event) {}
