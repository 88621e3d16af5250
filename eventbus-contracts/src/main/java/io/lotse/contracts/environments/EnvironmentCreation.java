package io.lotse.contracts.environments;

import java.time.Duration;

import io.lotse.contracts.Doc;
import io.lotse.contracts.ports.PortRange;

/** Asks for a new environment. */
@Doc("Asks for a new environment.")
public record EnvironmentCreation(
        @Doc("Its name: 1 to 63 of a-z, 0-9 and '-', a letter first") String name,
        @Doc("Whose rules it keeps; absent for test") EnvironmentKind kind,
        @Doc(value = "How many ports its slot has; absent for the plan's slot_size", min = 1, max = 65_535)
                Integer portCount,
        @Doc("The slot itself; absent to be given one") PortRange ports,
        @Doc("Whether it is a network of its own, in which its ports collide with nobody else's")
                boolean separateNetwork,
        @Doc("It is removed by itself after so long, of the kind test only; seconds; absent for never") Duration ttl,
        @Doc("Who creates it; absent where nobody says") String createdBy,
        @Doc("The same key again within 24 h gets the same answer; absent for none") String idempotencyKey) {}
