package io.lotse.contracts.health;

import io.lotse.contracts.Doc;

/** Asks which thresholds hold. */
@Doc("Asks which thresholds hold; without a service: the defaults, and all that is said of services.")
public record ThresholdsQuery(
        @Doc("All values of this service; absent for an overview") String service,
        @Doc("Of this endpoint of it: HOST:PORT or an instance's id; absent for the service") String endpoint,
        @Doc("Of this request path of it, as it stands in the settings; absent for the service") String path) {}
