package io.lotse.contracts.events;

import java.util.List;

import io.lotse.contracts.Doc;

/** What was published. */
@Doc(
        "What was published. Live events are on their way to whoever listens now, and kept nowhere for sure; durable ones are"
                + " stored.")
public record PublicationReceipt(
        @Doc("The topic") String topic,
        @Doc("The ids of the events, in their order") List<String> ids,
        @Doc("What becomes of the events; absent for live") DeliveryClass delivery,
        @Doc(
                        value =
                                "Where each event is stored, in their order; one that was published before is where it was then. Empty for"
                                        + " live events",
                        min = 0)
                List<Long> offsets) {

    public PublicationReceipt {
        ids = ids == null ? List.of() : List.copyOf(ids);
        offsets = offsets == null ? List.of() : List.copyOf(offsets);
    }

    /** Of live events. */
    public PublicationReceipt(String topic, List<String> ids) {
        this(topic, ids, DeliveryClass.LIVE, List.of());
    }
}
