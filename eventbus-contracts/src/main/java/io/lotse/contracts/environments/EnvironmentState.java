package io.lotse.contracts.environments;

import io.lotse.contracts.Doc;
import io.lotse.contracts.ports.EnvironmentConfig;

/** An environment with what is in it. */
@Doc("An environment with what is in it.")
public record EnvironmentState(
        @Doc("The environment") Environment environment,
        @Doc("How ports are given in it") EnvironmentConfig config,
        @Doc("How many instances are registered in it") int instances,
        @Doc("How many of them are active") int active,
        @Doc("The ledger's revision that last changed the environment; 0 for one that Lotse comes with")
                long revision) {}
