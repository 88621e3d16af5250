package io.lotse.contracts.registry;

import java.time.Instant;

import io.lotse.contracts.Doc;

/** What happened to an instance. */
@Doc("What happened to an instance.")
public record InstanceChange(
        @Doc("The instance as it is now; for a deregistered one, as it was last") Instance instance,
        @Doc("Why, for people: registered, deregistered, no heartbeat for 30 s, ...") String reason,
        @Doc("When") Instant at) {}
