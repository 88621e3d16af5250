package io.lotse.contracts.events;

import java.util.List;

import io.lotse.contracts.Doc;

/** The last events of a topic, from the memory of one node: best effort. */
@Doc("The last events of a topic, from the memory of the node that answers: best effort, gone with the node.")
public record RecentEvents(
        @Doc("The events, the oldest first") List<PublishedEvent> events,
        @Doc("Whether the node does not know the position that was asked for: events may be missing or come again")
                boolean gap) {

    public RecentEvents {
        events = events == null ? List.of() : List.copyOf(events);
    }
}
