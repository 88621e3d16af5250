package io.lotse.contracts.registry;

import io.lotse.contracts.Doc;

/** Asks where to reach an instance or a service. */
@Doc("Asks where to reach an instance, or any active instance of a service.")
public record EndpointQuery(@Doc("An instance's id or a service's name") String service) {}
