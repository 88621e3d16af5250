package io.lotse.contracts.events;

import java.util.List;

import io.lotse.contracts.Doc;

/** Some events of a durable topic. */
@Doc("Some events of a durable topic, in their order.")
public record EventPage(
        @Doc("The events, the oldest first; none where no more are there") List<StoredEvent> items,
        @Doc(value = "The offset to go on at", min = 0) long next,
        @Doc(value = "The offset of the oldest event that is kept", min = 0) long first,
        @Doc(value = "The offset that the next event of the topic will get", min = 0) long end) {

    public EventPage {
        items = items == null ? List.of() : List.copyOf(items);
    }
}
