package io.lotse.contracts.alerts;

import java.time.Instant;

import io.lotse.contracts.Doc;

/** What a channel was told of an alert. */
@Doc("What a channel was told of an alert.")
public record Delivery(
        @Doc("The notice's id") String noticeId,
        @Doc("The channel's name") String channel,
        @Doc("Why") NoticeKind kind,
        @Doc("owed, delivered or given_up") NoticeState state,
        @Doc("When the notice was made") Instant createdAt,
        @Doc("How often it was tried, as far as that was noted") int attempts,
        @Doc("What went wrong at the last try that was noted; absent if nothing did") String error,
        @Doc("When it was delivered or given up; absent while it is owed") Instant doneAt) {}
