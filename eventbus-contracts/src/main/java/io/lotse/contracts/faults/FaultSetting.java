package io.lotse.contracts.faults;

import io.lotse.contracts.Doc;

/** Asks that an environment have a fault, in place of the one of that name. */
@Doc("Asks that an environment have a fault, in place of the one of that name.")
public record FaultSetting(
        @Doc("The environment; of the kind test") String environment,
        @Doc("Its name: 1 to 63 of a-z, 0-9 and '-', a letter first") String name,
        @Doc("What goes wrong, where and how often") FaultRule rule,
        @Doc("Who sets it; absent where nobody says") String setBy) {}
