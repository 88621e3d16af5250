package io.lotse.contracts.alerts;

import java.time.Duration;
import java.util.List;

import io.lotse.contracts.Doc;

/** When something becomes an alert. */
@Doc("When something becomes an alert.")
public record AlertRule(
        @Doc("Its name, 1 to 63 of a-z, 0-9, '.', '_' and '-'; that of one that Lotse comes with takes its place")
                String name,
        @Doc("What it is about") AlertKind kind,
        @Doc("What the labels must be, each of them; absent for anything") List<AlertMatcher> match,
        @Doc("How bad it is; absent for what the source says") AlertSeverity severity,
        @Doc("For how long it must hold until it is raised, seconds; absent for 0") Duration after,
        @Doc("For how long it must not hold until it is resolved, seconds; absent for 15") Duration resolveAfter,
        @Doc("Whether it raises nothing: what it matches is no alert; absent for no") Boolean off) {
    public AlertRule {
        match = match == null ? List.of() : List.copyOf(match);
    }
}
