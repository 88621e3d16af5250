package io.lotse.contracts.alerts;

import java.util.List;

import io.lotse.contracts.Doc;

/** What came of trying channels. */
@Doc("What came of trying channels.")
public record TrialReport(@Doc("By channel") List<TrialResult> items) {
    public TrialReport {
        items = items == null ? List.of() : List.copyOf(items);
    }
}
