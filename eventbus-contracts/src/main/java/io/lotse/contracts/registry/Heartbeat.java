package io.lotse.contracts.registry;

import io.lotse.contracts.Doc;

/** An instance says that it lives. */
@Doc("An instance says that it lives.")
public record Heartbeat(@Doc("The instance's id") String serviceId) {}
