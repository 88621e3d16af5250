package io.lotse.contracts.registry;

import io.lotse.contracts.Doc;

/** Asks where to reach an instance or a service. */
@Doc("Asks where to reach an instance, or any active instance of a service.")
public record EndpointQuery(
        @Doc("An instance's id or a service's name") String service,
        @Doc("The environment to look for the service in; absent for that of the node that is asked")
                String environment) {

    /** A service in the environment of the node that is asked. */
    public EndpointQuery(String service) {
        this(service, null);
    }
}
