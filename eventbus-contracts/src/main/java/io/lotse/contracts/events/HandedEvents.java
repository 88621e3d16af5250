package io.lotse.contracts.events;

import java.util.List;

import io.lotse.contracts.Doc;

/** The events that were handed to a consumer. */
@Doc(
        "The events that were handed to a consumer: those of one key in their order. Stop at the first of a key that fails, and"
                + " refuse it: the later ones of its key come again behind it.")
public record HandedEvents(@Doc("The events, by offset; none where none came in time") List<HandedEvent> items) {

    public HandedEvents {
        items = items == null ? List.of() : List.copyOf(items);
    }
}
