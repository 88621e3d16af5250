package io.lotse.contracts.events;

import java.time.Instant;

import io.lotse.contracts.Doc;

/** How much is said on a topic. */
@Doc("How much is said on a topic, as the node that is asked heard it since it was started.")
public record TopicState(
        @Doc("The topic") String topic,
        @Doc(value = "How many events were published", min = 0) long published,
        @Doc("When the last one was published") Instant lastAt,
        @Doc("Events a second, averaged over about the last minute") double rate) {}
