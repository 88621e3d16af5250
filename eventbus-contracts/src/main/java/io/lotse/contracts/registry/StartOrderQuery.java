package io.lotse.contracts.registry;

import io.lotse.contracts.Doc;

/** Asks in which order instances should be started. */
@Doc("Asks in which order instances should be started.")
public record StartOrderQuery(@Doc("The environment; absent for all") String environment) {}
