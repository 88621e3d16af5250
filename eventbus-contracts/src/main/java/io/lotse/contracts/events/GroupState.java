package io.lotse.contracts.events;

import java.time.Duration;

import io.lotse.contracts.Doc;

/** How far a group has come. */
@Doc("How far a group has come.")
public record GroupState(
        @Doc("The topic") String topic,
        @Doc("The group") String group,
        @Doc(value = "All events below this offset were acknowledged, or are dead letters", min = 0) long done,
        @Doc(value = "The offset of the next event that was not handed out yet", min = 0) long next,
        @Doc(value = "Events that are handed out or rest before they come again", min = 0) int pending,
        @Doc(value = "Events that were passed over, for an earlier one of their key is pending", min = 0) int waiting,
        @Doc(value = "Events that are not acknowledged, all of them: pending, waiting and to come", min = 0) long lag,
        @Doc(value = "Events that this group made dead letters", min = 0) long dead,
        @Doc("So long a consumer has for an event, in seconds") Duration visibility,
        @Doc("So long an event that was refused rests at first, in seconds") Duration backoff) {}
