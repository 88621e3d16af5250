package io.lotse.contracts.network;

import java.time.Instant;

import io.lotse.contracts.Doc;

/** An instance that an outage had put down, and what became of it. */
@Doc("An instance that an outage had put down, and what became of it.")
public record RecoveredInstance(
        @Doc("The instance's id") String serviceId,
        @Doc("The service's name") String serviceName,
        @Doc("The host it runs on") String host,
        @Doc("by_itself, restarted or failed") RecoveryOutcome outcome,
        @Doc("Since when it was down") Instant downSince,
        @Doc("When it was seen to be well again; absent if it is still down") Instant upAt,
        @Doc(value = "How often a restart was tried", min = 0) int attempts,
        @Doc("How it was restarted, or why it is still down; absent where there is nothing to say") String detail) {}
