package io.lotse.contracts.host;

import io.lotse.contracts.Doc;

/** Somebody listens at a managed port, and no allocation explains it. */
@Doc("Somebody listens at a managed port, and no allocation explains it.")
public record ForeignListener(
        @Doc("Who listens") Listener listener,
        @Doc("The environment in whose ranges the port lies; absent where it lies in none") String environment,
        @Doc("The id of the instance that holds the port and whose processes others are; absent where nobody holds it")
                String serviceId) {}
