package io.lotse.contracts.events;

import java.time.Duration;

import io.lotse.contracts.Doc;

/** A consumer of a group asks for events. */
@Doc("A consumer of a group asks for events.")
public record GroupFetch(
        @Doc("The topic") String topic,
        @Doc("The group") String group,
        @Doc(value = "So many events at most; absent for 10", min = 1, max = 500) Integer max,
        @Doc("So long this consumer has for them, in seconds up to 12 hours; absent for what the group says")
                Duration visibility,
        @Doc("So long to wait for an event where there is none, in seconds up to 20; absent for not at all")
                Duration waitFor) {}
