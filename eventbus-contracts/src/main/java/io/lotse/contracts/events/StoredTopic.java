package io.lotse.contracts.events;

import io.lotse.contracts.Doc;

/** A topic whose events are kept. */
@Doc("A topic whose events are kept.")
public record StoredTopic(
        @Doc("The topic") String topic,
        @Doc(value = "The offset of the oldest event that is kept", min = 0) long first,
        @Doc(value = "The offset that the next event will get", min = 0) long end,
        @Doc(value = "How many bytes its events take", min = 0) long bytes) {}
