package io.lotse.contracts.ports;

import io.lotse.contracts.Doc;

/** An environment's configuration with its revision. */
@Doc("An environment's configuration with its revision.")
public record ConfigReply(
        @Doc("The configuration") EnvironmentConfig config,
        @Doc("The revision that put it; 0 while it is the one that Lotse comes with") long revision) {}
