package io.lotse.contracts.alerts;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.lotse.contracts.Doc;

/** What a channel is told: one or more alerts of a group. */
@Doc("What a channel is told: one or more alerts of a group.")
public record Notice(
        @Doc("Its own id; the same at each try, so that a receiver knows what it has already") String id,
        @Doc("The channel's name") String channel,
        @Doc("Why") NoticeKind kind,
        @Doc("The labels in which its alerts are alike") Map<String, String> group,
        @Doc("The alerts, the worst first, some dozens at most; absent once it is done") List<Alert> alerts,
        @Doc("The ids of these") List<String> alertIds,
        @Doc("How many alerts of the group are not named") int more,
        @Doc("When it was made") Instant createdAt,
        @Doc("owed, delivered or given_up") NoticeState state,
        @Doc("How often it was tried, as far as that was noted") int attempts,
        @Doc("What went wrong at the last try that was noted; absent if nothing did") String error,
        @Doc("When it was delivered or given up; absent while it is owed") Instant doneAt) {
    public Notice {
        group = group == null ? Map.of() : Map.copyOf(group);
        alerts = alerts == null ? List.of() : List.copyOf(alerts);
        alertIds = alertIds == null ? List.of() : List.copyOf(alertIds);
    }
}
