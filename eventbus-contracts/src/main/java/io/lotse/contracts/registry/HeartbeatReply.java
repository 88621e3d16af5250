package io.lotse.contracts.registry;

import java.time.Duration;

import io.lotse.contracts.Doc;

/** A heartbeat was heard. */
@Doc("A heartbeat was heard.")
public record HeartbeatReply(
        @Doc("The instance's id") String serviceId,
        @Doc("Silence for so long makes the instance inactive; seconds") Duration timeout) {}
