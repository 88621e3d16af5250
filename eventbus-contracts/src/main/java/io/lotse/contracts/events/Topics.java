package io.lotse.contracts.events;

import java.util.List;

import io.lotse.contracts.Doc;

/** The topics that a node heard of. */
@Doc("The topics that a node heard of; those that are silent the longest are forgotten first.")
public record Topics(@Doc("The topics, by name") List<TopicState> items) {

    public Topics {
        items = items == null ? List.of() : List.copyOf(items);
    }
}
