package io.lotse.contracts.events;

import java.time.Duration;
import java.util.List;

import io.lotse.contracts.Doc;

/** A consumer needs longer. */
@Doc("A consumer needs longer for events that it was handed.")
public record GroupExtension(
        @Doc("The topic") String topic,
        @Doc("The group") String group,
        @Doc(value = "The offsets, up to 1000", min = 0) List<Long> offsets,
        @Doc("So long from now, in seconds; absent for what the group says") Duration visibility) {

    public GroupExtension {
        offsets = offsets == null ? List.of() : List.copyOf(offsets);
    }
}
