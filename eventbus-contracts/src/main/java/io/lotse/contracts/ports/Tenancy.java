package io.lotse.contracts.ports;

import java.time.Instant;

import io.lotse.contracts.Doc;

/** That an instance held a port, from when until when. */
@Doc("That an instance held a port, from when until when.")
public record Tenancy(
        @Doc("The instance's id") String serviceId,
        @Doc("The name of its service; absent where the instance was not known any more") String serviceName,
        @Doc("Its environment; absent where the instance was not known any more") String environment,
        @Doc("When it was given the port") Instant since,
        @Doc("When it ceased to hold the port") Instant until,
        @Doc("Why: released, reclaimed or moved") TenancyEnd ended) {}
