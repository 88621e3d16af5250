package io.lotse.contracts.alerts;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.lotse.contracts.Doc;

/** Something that is wrong, or was. */
@Doc("Something that is wrong, or was.")
public record Alert(
        @Doc("Its own id: the same as long as the same is wrong, and again if it comes back") String id,
        @Doc("The rule that raised it") String rule,
        @Doc("What it is about") AlertKind kind,
        @Doc("How bad it is") AlertSeverity severity,
        @Doc("firing, acknowledged, silenced, inhibited or resolved") AlertStatus status,
        @Doc(
                        "What it is about, by label: alertname, severity, kind, and service, instance, environment, host, node where there are such")
                Map<String, String> labels,
        @Doc("The same for people, and what to do") String detail,
        @Doc("When it was raised") Instant since,
        @Doc("When it was found to hold no more; absent while it holds") Instant resolvedAt,
        @Doc("Whether it comes and goes too often, and is held until it has been calm") boolean flapping,
        @Doc("Who looks after it; absent if nobody said so") Acknowledgement acknowledgement,
        @Doc("The ids of the silences that match it; absent for none") List<String> silencedBy,
        @Doc("The id of the alert that explains it; absent if none does") String inhibitedBy) {
    public Alert {
        labels = labels == null ? Map.of() : Map.copyOf(labels);
        silencedBy = silencedBy == null ? List.of() : List.copyOf(silencedBy);
    }
}
