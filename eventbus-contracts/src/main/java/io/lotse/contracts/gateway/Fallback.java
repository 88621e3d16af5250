package io.lotse.contracts.gateway;

import io.lotse.contracts.Doc;

/** What is answered when no instance can. */
@Doc("What is answered when no instance can: it has one of answer and target.")
public record Fallback(
        @Doc("This answer; absent for the target's") StaticAnswer answer,
        @Doc("What this service answers to the same request; absent for a static answer") RouteTarget target) {}
