package io.lotse.contracts.gateway;

import java.util.Map;

import io.lotse.contracts.Doc;

/** One of the places where a route's requests go. */
@Doc("One of the places where a route's requests go.")
public record RouteTarget(
        @Doc("The service's name") String service,
        @Doc("Only instances of this environment; absent for the one that the request or the node names")
                String environment,
        @Doc("Only instances whose metadata say this version; absent for all") String version,
        @Doc(
                        value = "Its share of the requests, in proportion to the other targets'; absent for 1",
                        min = 0,
                        max = 10_000)
                Integer weight,
        @Doc("Requests with these headers, * for any value, go here whatever the weights say; absent for none")
                Map<String, String> headers) {

    public RouteTarget {
        headers = headers == null ? Map.of() : Map.copyOf(headers);
    }

    /** All instances of a service. */
    public static RouteTarget of(String service) {
        return new RouteTarget(service, null, null, null, null);
    }
}
