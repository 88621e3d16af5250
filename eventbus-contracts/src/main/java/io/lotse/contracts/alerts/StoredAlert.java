package io.lotse.contracts.alerts;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.lotse.contracts.Doc;

/** An alert as the ledger keeps it. */
@Doc("An alert as the ledger keeps it.")
public record StoredAlert(
        @Doc("Its own id") String id,
        @Doc("The rule that raised it") String rule,
        @Doc("What it is about") AlertKind kind,
        @Doc("How bad it is") AlertSeverity severity,
        @Doc("What it is about, by label") Map<String, String> labels,
        @Doc("The same for people, and what to do") String detail,
        @Doc("When it was raised last") Instant since,
        @Doc("When it was found to hold no more; absent while it holds") Instant resolvedAt,
        @Doc("Whether it comes and goes too often") boolean flapping,
        @Doc(
                        "When channels were told last that it holds; absent while nobody was, and after they were told that it is over")
                Instant toldAt,
        @Doc("How bad they were told it is; absent while nobody was told") AlertSeverity toldSeverity,
        @Doc("When others were told, for nobody acknowledged it; absent while nobody was") Instant escalatedAt,
        @Doc("What happened to it, the oldest first, the last of it") List<AlertChange> history) {
    public StoredAlert {
        labels = labels == null ? Map.of() : Map.copyOf(labels);
        history = history == null ? List.of() : List.copyOf(history);
    }
}
