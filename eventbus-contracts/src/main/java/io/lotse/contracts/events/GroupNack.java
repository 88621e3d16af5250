package io.lotse.contracts.events;

import java.time.Duration;
import java.util.List;

import io.lotse.contracts.Doc;

/** Events that a consumer cannot do now. */
@Doc(
        "Events that a consumer cannot do now: they come again after a rest, and so do later ones of their keys; or they become"
                + " dead letters where they were handed out as often as the topic says.")
public record GroupNack(
        @Doc("The topic") String topic,
        @Doc("The group") String group,
        @Doc(value = "The offsets, up to 1000", min = 0) List<Long> offsets,
        @Doc("So long they rest, in seconds; absent for what the group says") Duration delay,
        @Doc("Why, for whoever looks at a dead letter; absent for unknown") String reason) {

    public GroupNack {
        offsets = offsets == null ? List.of() : List.copyOf(offsets);
    }
}
