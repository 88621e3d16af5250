package io.lotse.contracts.gateway;

import io.lotse.contracts.Doc;

/** The circuit to an instance opened, is half open or closed. */
@Doc("The circuit to an instance opened, is half open or closed.")
public record CircuitChange(
        @Doc("The service's name") String service,
        @Doc("The instance's id; of another host's gateway its address") String serviceId,
        @Doc("The state now") CircuitState state,
        @Doc("The id of the gateway that found it out, new at each start") String gateway) {}
