package io.lotse.contracts.events;

import java.util.List;

import io.lotse.contracts.Doc;

/** Groups, and how far they have come. */
@Doc("Groups, and how far they have come.")
public record GroupStates(@Doc("The groups, by topic and name") List<GroupState> items) {

    public GroupStates {
        items = items == null ? List.of() : List.copyOf(items);
    }
}
