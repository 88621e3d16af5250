package io.lotse.contracts.environments;

import java.time.Instant;

import io.lotse.contracts.Doc;

/** What happened to an environment. */
@Doc("What happened to an environment.")
public record EnvironmentChange(
        @Doc("The environment as it is now; a removed one as it was last") Environment environment,
        @Doc("Why, for people: created, removed, its time is over, ...") String reason,
        @Doc("How many instances went with it") int instances,
        @Doc("When") Instant at) {}
