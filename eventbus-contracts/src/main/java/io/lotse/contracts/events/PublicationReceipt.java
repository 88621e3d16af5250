package io.lotse.contracts.events;

import java.util.List;

import io.lotse.contracts.Doc;

/** What was published. */
@Doc("What was published. It is told once to whoever listens now: live events are kept nowhere for sure.")
public record PublicationReceipt(
        @Doc("The topic") String topic, @Doc("The ids of the events, in their order") List<String> ids) {

    public PublicationReceipt {
        ids = ids == null ? List.of() : List.copyOf(ids);
    }
}
