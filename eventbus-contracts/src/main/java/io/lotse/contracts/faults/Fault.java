package io.lotse.contracts.faults;

import java.time.Instant;

import io.lotse.contracts.Doc;

/** A fault that an environment of the kind test was given; it ends with it at the latest. */
@Doc("A fault that an environment of the kind test was given; it ends with it at the latest.")
public record Fault(
        @Doc("The environment") String environment,
        @Doc("Its name, of which an environment has one") String name,
        @Doc("What goes wrong, where and how often") FaultRule rule,
        @Doc("When it was set") Instant setAt,
        @Doc("Who set it; absent where nobody said") String setBy) {}
