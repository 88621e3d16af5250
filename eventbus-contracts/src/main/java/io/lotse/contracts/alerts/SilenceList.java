package io.lotse.contracts.alerts;

import java.util.List;

import io.lotse.contracts.Doc;

/** The silences that are not over. */
@Doc("The silences that are not over.")
public record SilenceList(@Doc("The silences, those that end first first") List<Silence> items) {
    public SilenceList {
        items = items == null ? List.of() : List.copyOf(items);
    }
}
