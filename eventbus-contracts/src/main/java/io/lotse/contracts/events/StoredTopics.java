package io.lotse.contracts.events;

import java.util.List;

import io.lotse.contracts.Doc;

/** The topics whose events are kept. */
@Doc("The topics whose events are kept.")
public record StoredTopics(@Doc("The topics, by name") List<StoredTopic> items) {

    public StoredTopics {
        items = items == null ? List.of() : List.copyOf(items);
    }
}
