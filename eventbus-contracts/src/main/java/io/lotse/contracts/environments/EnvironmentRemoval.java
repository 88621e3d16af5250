package io.lotse.contracts.environments;

import io.lotse.contracts.Doc;

/** Asks that an environment be removed with everything in it. */
@Doc("Asks that an environment be removed with everything in it.")
public record EnvironmentRemoval(
        @Doc("Its name") String name,
        @Doc("Whether to remove it although instances in it are active") boolean confirmed) {}
