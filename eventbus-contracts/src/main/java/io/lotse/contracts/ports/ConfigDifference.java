package io.lotse.contracts.ports;

import io.lotse.contracts.Doc;

/** One field of a configuration that a change makes another. */
@Doc("One field of a configuration that a change makes another.")
public record ConfigDifference(
        @Doc("The environment") String environment,
        @Doc("The field, as in EnvironmentConfig's JSON") String field,
        @Doc("Its value now, as JSON; absent for none") String before,
        @Doc("Its value afterwards, as JSON; absent for none") String after) {}
