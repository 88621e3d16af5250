package io.lotse.contracts.events;

import java.util.List;

import io.lotse.contracts.Doc;

/** What became of an acknowledgement, a refusal or an extension. */
@Doc("What became of an acknowledgement, a refusal or an extension.")
public record Settlement(
        @Doc(value = "The offsets it holds for", min = 0) List<Long> settled,
        @Doc(
                        value =
                                "The offsets that are not in anybody's hands: acknowledged before, dead letters, or never handed out",
                        min = 0)
                List<Long> unknown) {

    public Settlement {
        settled = settled == null ? List.of() : List.copyOf(settled);
        unknown = unknown == null ? List.of() : List.copyOf(unknown);
    }
}
