package io.lotse.contracts.alerts;

import java.util.List;

import io.lotse.contracts.Doc;

/** A page of alerts. */
@Doc("A page of alerts.")
public record AlertPage(
        @Doc("The alerts, the newest first") List<Alert> items,
        @Doc("Where the next page begins; absent on the last") String next) {
    public AlertPage {
        items = items == null ? List.of() : List.copyOf(items);
    }
}
