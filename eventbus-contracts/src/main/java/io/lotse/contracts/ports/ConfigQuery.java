package io.lotse.contracts.ports;

import io.lotse.contracts.Doc;

/** Asks for an environment's configuration. */
@Doc("Asks for an environment's configuration.")
public record ConfigQuery(@Doc("The environment's name") String environment) {}
