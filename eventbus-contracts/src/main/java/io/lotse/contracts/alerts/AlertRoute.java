package io.lotse.contracts.alerts;

import java.time.Duration;
import java.util.List;

import io.lotse.contracts.Doc;

/** Which channels are told of which alerts, and when. */
@Doc("Which channels are told of which alerts, and when.")
public record AlertRoute(
        @Doc("Its name, 1 to 63 of a-z, 0-9, '.', '_' and '-'") String name,
        @Doc("What the labels must be, each of them; absent for anything") List<AlertMatcher> match,
        @Doc("The names of the channels; absent for none: what it matches is only shown") List<String> channels,
        @Doc("Labels: alerts that are alike in these are told together; absent for alertname, service and environment")
                List<String> groupBy,
        @Doc("How long the first of a group waits for others, seconds; absent for 10") Duration groupWait,
        @Doc("How long between two notices of a group, seconds; absent for 60") Duration groupInterval,
        @Doc("How often is told again what holds still, seconds; 0 for never; absent for 4 hours") Duration reminder,
        @Doc("When nobody has acknowledged it for so long, others are told, seconds; absent for never")
                Duration escalateAfter,
        @Doc("The names of their channels; absent for none") List<String> escalateTo) {
    public AlertRoute {
        match = match == null ? List.of() : List.copyOf(match);
        channels = channels == null ? List.of() : List.copyOf(channels);
        groupBy = groupBy == null ? List.of() : List.copyOf(groupBy);
        escalateTo = escalateTo == null ? List.of() : List.copyOf(escalateTo);
    }
}
