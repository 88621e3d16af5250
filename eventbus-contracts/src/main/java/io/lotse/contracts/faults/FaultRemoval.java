package io.lotse.contracts.faults;

import io.lotse.contracts.Doc;

/** Asks that a fault end. */
@Doc("Asks that a fault end.")
public record FaultRemoval(
        @Doc("The environment") String environment,
        @Doc("Its name; absent for all of the environment's") String name) {}
