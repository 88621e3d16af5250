package io.lotse.contracts.events;

import java.util.List;

import io.lotse.contracts.Doc;

/** Events to be published, all or none. */
@Doc("Events to be published, all or none.")
public record Publication(
        @Doc("The topic, 1 to 200 of a-z, 0-9, '.', '_' and '-'") String topic,
        @Doc("The events, in their order; may be empty") List<CloudEvent> events) {

    public Publication {
        events = events == null ? List.of() : List.copyOf(events);
    }
}
