package io.lotse.contracts.alerts;

import java.util.List;

import io.lotse.contracts.Doc;

/** An alert with what happened to it and who was told. */
@Doc("An alert with what happened to it and who was told.")
public record AlertDetail(
        @Doc("The alert") Alert alert,
        @Doc("What happened to it, the newest first") List<AlertChange> history,
        @Doc("Who was told, the newest first") List<Delivery> deliveries) {
    public AlertDetail {
        history = history == null ? List.of() : List.copyOf(history);
        deliveries = deliveries == null ? List.of() : List.copyOf(deliveries);
    }
}
