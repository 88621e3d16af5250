package io.lotse.contracts.events;

import java.util.List;

import io.lotse.contracts.Doc;

/** Events that a consumer is done with. */
@Doc("Events that a consumer is done with: they do not come again.")
public record GroupAck(
        @Doc("The topic") String topic,
        @Doc("The group") String group,
        @Doc(value = "The offsets, up to 1000", min = 0) List<Long> offsets) {

    public GroupAck {
        offsets = offsets == null ? List.of() : List.copyOf(offsets);
    }
}
