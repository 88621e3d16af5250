package io.lotse.contracts.gateway;

import io.lotse.contracts.Doc;

/** How requests of a route are held against its service's OpenAPI document before they are sent there. */
@Doc("How requests of a route are held against its service's OpenAPI document before they are sent there.")
public record Validation(
        @Doc("What becomes of a request that the document does not allow: enforce or warn") ValidationMode openapi,
        @Doc("The service whose document counts; absent for the route's only one") String service,
        @Doc(
                        value =
                                "The largest JSON body that is held against the document, in bytes; a larger one is refused;"
                                        + " absent for 262144",
                        min = 0,
                        max = 4_194_304)
                Integer maxBody) {}
